"""From where may Contoso's people sign in, and with what? An invented office and two Conditional Access policies. Plain data."""

from typing import Any

OFFICE: dict[str, Any] = {
    "display_name": "Contoso headquarters",
    "is_trusted": True,
    "ip_ranges": [{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "203.0.113.0/24"}],
}

#: As the documentation of app protection on Windows suggests; the second is not decided on yet.
CONDITIONAL_ACCESS: tuple[dict[str, Any], ...] = (
    {
        "display_name": "Require app protection for Office 365 in Edge on Windows",
        "state": "enabled",
        "conditions": {
            "clientAppTypes": ["browser"],
            "applications": {"includeApplications": ["Office365"]},
            "users": {"includeUsers": ["All"]},
            "platforms": {"includePlatforms": ["windows"]},
        },
        "grant_controls": {"operator": "OR", "builtInControls": ["compliantApplication", "compliantDevice"]},
    },
    {
        "display_name": "Require a compliant phone outside of the office",
        "state": "enabledForReportingButNotEnforced",
        "conditions": {
            "clientAppTypes": ["all"],
            "applications": {"includeApplications": ["Office365"]},
            "users": {"includeUsers": ["All"]},
            "platforms": {"includePlatforms": ["android", "iOS"]},
            "locations": {"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]},
        },
        "grant_controls": {"operator": "AND", "builtInControls": ["compliantDevice"]},
    },
)
