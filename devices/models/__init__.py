"""Who uses which app on which device, what is known of it, and what was decided?"""

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
    "CurrentHealthState",
    "Ending",
    "HealthStateReport",
    "ReevaluationRequest",
    "RegistrationQuerySet",
    "Scope",
    "UserLevelWipe",
    "WindowsManagedAppRegistration",
    "WipeRequest",
]
