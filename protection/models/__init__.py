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

__all__ = [
    "BLOCK_OR_WIPE",
    "KNOWN_APPS",
    "SETTINGS",
    "VERSION_SETTINGS",
    "Intent",
    "ManagedMobileApp",
    "PolicyAssignment",
    "PolicyQuerySet",
    "WindowsManagedAppProtection",
    "default_scope_tags",
]
