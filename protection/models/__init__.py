"""What may be done with company data, for whom, and in which app?"""

from protection.models.app_protection import (
    BLOCK_OR_WIPE,
    KNOWN_APPS,
    LOCATION_SETTINGS,
    SETTINGS,
    VERSION_SETTINGS,
    ManagedMobileApp,
    PolicyAssignment,
    TransferLocation,
    WindowsManagedAppProtection,
)
from protection.models.compliance import (
    GROUP_TARGETS,
    LONGEST_GRACE_PERIOD,
    AssignmentTarget,
    BrandingOption,
    ComplianceActionItem,
    ComplianceActionType,
    ComplianceAssignment,
    CompliancePolicyType,
    ComplianceScheduledActionForRule,
    DeviceCompliancePolicy,
    LocalizedNotificationMessage,
    NotificationMessageTemplate,
)
from protection.models.conditional_access import (
    ConditionalAccessPolicy,
    NamedLocation,
)
from protection.models.mobile_app_protection import (
    MobileAppProtection,
    MobilePolicyApp,
    MobilePolicyAssignment,
    MobilePolicyType,
)
from protection.models.policies import AppPolicy, GroupAssignment, Intent, Policy, is_assigned

__all__ = [
    "BLOCK_OR_WIPE",
    "GROUP_TARGETS",
    "KNOWN_APPS",
    "LOCATION_SETTINGS",
    "LONGEST_GRACE_PERIOD",
    "SETTINGS",
    "VERSION_SETTINGS",
    "AppPolicy",
    "AssignmentTarget",
    "BrandingOption",
    "ComplianceActionItem",
    "ComplianceActionType",
    "ComplianceAssignment",
    "CompliancePolicyType",
    "ComplianceScheduledActionForRule",
    "ConditionalAccessPolicy",
    "DeviceCompliancePolicy",
    "GroupAssignment",
    "Intent",
    "LocalizedNotificationMessage",
    "ManagedMobileApp",
    "MobileAppProtection",
    "MobilePolicyApp",
    "MobilePolicyAssignment",
    "MobilePolicyType",
    "NamedLocation",
    "NotificationMessageTemplate",
    "Policy",
    "PolicyAssignment",
    "TransferLocation",
    "WindowsManagedAppProtection",
    "is_assigned",
]
