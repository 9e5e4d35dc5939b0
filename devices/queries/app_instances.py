"""Which apps are registered, for whom, and under which policies? What every report of app protection is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from devices.models import RegistrationQuerySet, WindowsManagedAppRegistration
from devices.queries.registrations import app_name
from intune_sim.tenants.models import Tenant, is_licensed
from intune_sim.vocabulary import Tone, Word
from protection.engine.facts import Access
from protection.models import WindowsManagedAppProtection
from protection.targeting import Targeting


class Protection(Word):
    """Whether a policy is meant for an app instance ("App protection status", Monitor app protection policies)."""

    PROTECTED = "protected", "Protected", Tone.GOOD
    UNPROTECTED = "unprotected", "Unprotected", Tone.WARNING


class InstanceCompliance(Word):
    """What the decision about an app instance comes to."""

    COMPLIANT = "compliant", "Compliant", Tone.GOOD
    NONCOMPLIANT = "noncompliant", "Noncompliant", Tone.BAD
    NOT_EVALUATED = "notEvaluated", "Not evaluated", Tone.NEUTRAL


#: What each access comes to.
COMPLIANCE_OF = {
    Access.ALLOWED: InstanceCompliance.COMPLIANT,
    Access.WARNED: InstanceCompliance.COMPLIANT,
    Access.BLOCKED: InstanceCompliance.NONCOMPLIANT,
    Access.WIPE_PENDING: InstanceCompliance.NONCOMPLIANT,
    Access.WIPED: InstanceCompliance.NONCOMPLIANT,
    Access.INACTIVE: InstanceCompliance.NOT_EVALUATED,
    Access.UNPROTECTED: InstanceCompliance.NOT_EVALUATED,
}


@dataclass(frozen=True)
class AppInstance:
    """A registration with the policies that are meant for it."""

    registration: WindowsManagedAppRegistration
    policies: Sequence[WindowsManagedAppProtection]
    is_licensed: bool

    @property
    def user_name(self) -> str:
        """What the user is called."""
        user = self.registration.user
        return user.display_name if user else self.registration.user_principal_name

    @property
    def email(self) -> str:
        """The user's address."""
        user = self.registration.user
        return (user.mail if user else "") or self.registration.user_principal_name

    @property
    def app(self) -> str:
        """What the app is called."""
        return app_name(self.registration.app_identifier)

    @property
    def management_type(self) -> str:
        """Whether an organization manages the device."""
        return "MDM" if self.registration.is_mdm_enrolled else "Unmanaged"

    @property
    def policy_names(self) -> str:
        """The names of the policies."""
        return "; ".join(policy.display_name for policy in self.policies)

    @property
    def protection(self) -> Protection:
        """Whether there is any."""
        return Protection.PROTECTED if self.policies else Protection.UNPROTECTED

    @property
    def compliance(self) -> InstanceCompliance:
        """What the decision comes to."""
        return COMPLIANCE_OF[Access(self.registration.access)]


def live_registrations(tenant: Tenant) -> RegistrationQuerySet:
    """A tenant's registrations that have not ended, each with its user and `is_licensed`."""
    live = WindowsManagedAppRegistration.objects.for_tenant(tenant).live()
    return live.select_related("user", "tenant").annotate(is_licensed=is_licensed("user")).defer("findings")


def app_instances(registrations: Iterable[WindowsManagedAppRegistration], *, targeting: Targeting) -> list[AppInstance]:
    """Registrations of `live_registrations` with their policies, in one query beside those of `targeting`."""
    rows = list(registrations)
    belongs = targeting.memberships({row.user_id for row in rows if row.user_id})
    return [
        AppInstance(
            row,
            targeting.policies_for(belongs.get(row.user_id or 0, frozenset()), row.app_identifier)
            if row.is_licensed  # type: ignore[attr-defined]
            else (),
            row.is_licensed,  # type: ignore[attr-defined]
        )
        for row in rows
    ]
