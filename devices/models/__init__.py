"""Who uses which app on which device, what is known of it, and what was decided?"""

from devices.models.managed_devices import (
    ComplianceState,
    EnrollmentType,
    ManagedDevice,
    ManagementAgent,
    OwnerType,
)
from devices.models.registrations import (
    AccessChange,
    AccountState,
    Cause,
    CurrentHealthState,
    Ending,
    HealthStateReport,
    ReevaluationRequest,
    RegistrationQuerySet,
    Scope,
    UserLevelWipe,
    WindowsManagedAppRegistration,
    WipeRequest,
)
from devices.models.reports import ExportJob, LocalizationType, ReportFormat, ReportStatus

__all__ = [
    "AccessChange",
    "AccountState",
    "Cause",
    "ComplianceState",
    "CurrentHealthState",
    "Ending",
    "EnrollmentType",
    "ExportJob",
    "HealthStateReport",
    "LocalizationType",
    "ManagedDevice",
    "ManagementAgent",
    "OwnerType",
    "ReevaluationRequest",
    "RegistrationQuerySet",
    "ReportFormat",
    "ReportStatus",
    "Scope",
    "UserLevelWipe",
    "WindowsManagedAppRegistration",
    "WipeRequest",
]
