"""What may be done with company data, for whom, and in which app?"""

from protection.models.app_protection import (
    BLOCK_OR_WIPE,
    KNOWN_APPS,
    SETTINGS,
    VERSION_SETTINGS,
    Intent,
    ManagedMobileApp,
    PolicyAssignment,
    PolicyQuerySet,
    WindowsManagedAppProtection,
    default_scope_tags,
)
from protection.models.conditional_access import (
    ConditionalAccessPolicy,
    ConditionalAccessQuerySet,
    NamedLocation,
    NamedLocationQuerySet,
)
from protection.models.mobile_app_protection import (
    MobileAppProtection,
    MobilePolicyApp,
    MobilePolicyAssignment,
    MobilePolicyQuerySet,
    MobilePolicyType,
)

__all__ = [
    "BLOCK_OR_WIPE",
    "KNOWN_APPS",
    "SETTINGS",
    "VERSION_SETTINGS",
    "ConditionalAccessPolicy",
    "ConditionalAccessQuerySet",
    "Intent",
    "ManagedMobileApp",
    "MobileAppProtection",
    "MobilePolicyApp",
    "MobilePolicyAssignment",
    "MobilePolicyQuerySet",
    "MobilePolicyType",
    "NamedLocation",
    "NamedLocationQuerySet",
    "PolicyAssignment",
    "PolicyQuerySet",
    "WindowsManagedAppProtection",
    "default_scope_tags",
]
