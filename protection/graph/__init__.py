"""How does Graph see what is allowed? One module for each family of policies."""

from protection.graph import (
    assignment_filters,
    compliance,
    compliance_reports,
    conditional_access,
    mobile,
    named_locations,
    notifications,
    what_if,
)

#: The policies of Windows, and all app policies together, are declared again where more hangs on them.
RESOURCES = (
    *mobile.RESOURCES,
    *conditional_access.RESOURCES,
    *what_if.RESOURCES,
    *named_locations.RESOURCES,
    *compliance.RESOURCES,
    *compliance_reports.RESOURCES,
    *notifications.RESOURCES,
    *assignment_filters.RESOURCES,
)
