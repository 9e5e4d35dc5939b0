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

__all__ = [
    "AccessChange",
    "AccountState",
    "Cause",
    "ComplianceState",
    "CurrentHealthState",
    "Ending",
    "EnrollmentType",
    "HealthStateReport",
    "ManagedDevice",
    "ManagedDeviceQuerySet",
    "ManagementAgent",
    "OwnerType",
    "ReevaluationRequest",
    "RegistrationQuerySet",
    "Scope",
    "UserLevelWipe",
    "WindowsManagedAppRegistration",
    "WipeRequest",
]
