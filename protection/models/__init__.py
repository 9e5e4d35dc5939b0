"""What may be done with company data, for whom, and in which app?"""

from intune_sim.tenants.models import default_scope_tags
from protection.models.app_protection import (
    BLOCK_OR_WIPE,
    KNOWN_APPS,
    LOCATION_SETTINGS,
    SETTINGS,
    VERSION_SETTINGS,
    Intent,
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

__all__ = [
    "BLOCK_OR_WIPE",
    "GROUP_TARGETS",
    "KNOWN_APPS",
    "LOCATION_SETTINGS",
    "LONGEST_GRACE_PERIOD",
    "SETTINGS",
    "VERSION_SETTINGS",
    "AssignmentTarget",
    "BrandingOption",
    "ComplianceActionItem",
    "ComplianceActionType",
    "ComplianceAssignment",
    "CompliancePolicyType",
    "ComplianceScheduledActionForRule",
    "ConditionalAccessPolicy",
    "DeviceCompliancePolicy",
    "Intent",
    "LocalizedNotificationMessage",
    "ManagedMobileApp",
    "MobileAppProtection",
    "MobilePolicyApp",
    "MobilePolicyAssignment",
    "MobilePolicyType",
    "NamedLocation",
    "NotificationMessageTemplate",
    "PolicyAssignment",
    "TransferLocation",
    "WindowsManagedAppProtection",
    "default_scope_tags",
]
