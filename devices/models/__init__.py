"""Who uses which app on which device, what is known of it, and what was decided?"""

from devices.models.managed_devices import (
    ComplianceState,
    EnrollmentType,
    ManagedDevice,
    ManagedDeviceQuerySet,
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
from devices.models.reports import ExportJob, ExportJobQuerySet, LocalizationType, ReportFormat, ReportStatus

__all__ = [
    "AccessChange",
    "AccountState",
    "Cause",
    "ComplianceState",
    "CurrentHealthState",
    "Ending",
    "EnrollmentType",
    "ExportJob",
    "ExportJobQuerySet",
    "HealthStateReport",
    "LocalizationType",
    "ManagedDevice",
    "ManagedDeviceQuerySet",
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
