"""Which facts hold for a registration right now? The only mapping from rows to the engine's situations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from connectors.queries import WindowsThreatSource, windows_threat_source
from devices.models import AccountState, UserLevelWipe, WindowsManagedAppRegistration
from devices.wipe_lifecycle import WipeOrigin, WipeState
from intune_sim.tenants.models import MissingHealthState, Tenant, is_licensed
from protection.engine.facts import Access, EffectiveSettings, HealthState, Reauthentication, Situation, ThreatSource
from protection.targeting import Targeting

#: How often an app in use checks in, and how often one without a policy asks again ("App protection policy delivery").
CHECK_IN_INTERVAL = timedelta(minutes=30)
INACTIVE_INTERVAL = timedelta(hours=12)
#: After so long without a check-in a registration is removed ("App protection policy delivery").
DEREGISTRATION = timedelta(days=90)


class Facts(NamedTuple):
    """One registration's own facts, in the order of `read_facts`."""

    pk: int
    user: int
    app_identifier: str
    last_sync: datetime
    application_version: str
    management_sdk_version: str
    platform_version: str
    is_mdm_enrolled: bool
    is_entra_joined: bool
    account_state: AccountState
    has_failed_reauthentication: bool
    is_wipe_held: bool
    access: Access
    access_at: datetime
    findings: list[dict[str, str | None]]
    next_evaluation_at: datetime | None
    is_account_enabled: bool
    is_licensed: bool
    health_state: HealthState | None
    health_at: datetime | None
    #: When the open wipe will be given up; None when there is none.
    open_wipe_until: datetime | None
    open_wipe_origin: WipeOrigin | None
    is_user_level_wiped: bool


@dataclass(frozen=True)
class Deadlines:
    """The instants at which time alone changes something for a registration; None where it never does."""

    health_stale_at: datetime | None
    offline_block_at: datetime | None
    offline_wipe_at: datetime | None
    wipe_expires_at: datetime | None
    deregister_at: datetime

    def next_after(self, now: datetime) -> datetime:
        """The earliest that is still ahead."""
        candidates = (
            self.health_stale_at,
            self.offline_block_at,
            self.offline_wipe_at,
            self.wipe_expires_at,
            self.deregister_at,
        )
        return min((at for at in candidates if at and at > now), default=self.deregister_at)


class Surroundings:
    """What a tenant's registrations share at one instant: policies, the threat source, the tenant's settings."""

    def __init__(self, tenant: Tenant, now: datetime) -> None:
        self.tenant = tenant
        self.now = now
        self.targeting = Targeting(tenant)
        self.source: WindowsThreatSource = windows_threat_source(tenant=tenant, now=now)
        self.threat_source = ThreatSource.LIVE if self.source.connector else ThreatSource(self.source.inert_because)
        self.validity = timedelta(days=tenant.health_state_validity_days)
        self.blocks_missing_health = tenant.missing_health_state == MissingHealthState.BLOCK

    def read_facts(self, registrations: Iterable[int]) -> list[Facts]:
        """The facts of these registrations (primary keys), in key order; one query."""
        source = self.source.connector
        rows = (
            WindowsManagedAppRegistration.objects.filter(pk__in=list(registrations))
            .live()
            .annotate(
                licensed=is_licensed("user"),
                source=FilteredRelation("health_states", condition=Q(health_states__connector=source)),
                # One that nobody completed in time counts no longer, whether that has been written down or not.
                open_wipe=FilteredRelation(
                    "wipe_requests",
                    condition=Q(wipe_requests__state=WipeState.PENDING, wipe_requests__expires_at__gt=self.now),
                ),
                user_level=Exists(UserLevelWipe.objects.filter(user=OuterRef("user"))),
                reported_state=F("source__health_state"),
                reported_at=F("source__last_update_date_time"),
                wipe_expires_at=F("open_wipe__expires_at"),
                wipe_origin=F("open_wipe__origin"),
            )
            .order_by("pk")
        )
        return [
            Facts._make(row)
            for row in rows.values_list(
                "pk",
                "user_id",
                "app_identifier",
                "last_sync_date_time",
                "application_version",
                "management_sdk_version",
                "platform_version",
                "is_mdm_enrolled",
                "is_entra_joined",
                "account_state",
                "has_failed_reauthentication",
                "is_wipe_held",
                "access",
                "access_at",
                "findings",
                "next_evaluation_at",
                "user__account_enabled",
                "licensed",
                "reported_state",
                "reported_at",
                "wipe_expires_at",
                "wipe_origin",
                "user_level",
            )
        ]

    def settings_for(self, facts: Facts, groups: frozenset[int]) -> EffectiveSettings | None:
        """What is in force; nothing for a user without a licence."""
        return self.targeting.settings_for(groups, facts.app_identifier) if facts.is_licensed else None

    def deadlines(self, facts: Facts, settings: EffectiveSettings | None) -> Deadlines:
        """When time alone will change something; reached at their instant."""
        applies = settings is not None and not (facts.is_mdm_enrolled or facts.is_entra_joined)
        block = settings.value("period_offline_before_access_check") if settings and applies else None
        wipe = settings.value("period_offline_before_wipe_is_enforced") if settings and applies else None
        watches_health = bool(settings and applies and settings.threat_rules and facts.health_at)
        return Deadlines(
            health_stale_at=facts.health_at + self.validity if watches_health and facts.health_at else None,
            # PT0S blocks as soon as a check-in is missed.
            offline_block_at=None if block is None else facts.last_sync + (block or CHECK_IN_INTERVAL),
            # PT0S never wipes.
            offline_wipe_at=facts.last_sync + wipe if wipe else None,
            wipe_expires_at=facts.open_wipe_until,
            deregister_at=facts.last_sync + DEREGISTRATION,
        )

    def situation(self, facts: Facts, settings: EffectiveSettings | None, deadlines: Deadlines) -> Situation:
        """What the engine decides on."""
        is_overdue = _reached(deadlines.offline_wipe_at, self.now)
        if is_overdue and facts.has_failed_reauthentication:
            reauthentication = Reauthentication.FAILED
        else:
            reauthentication = Reauthentication.REQUIRED if is_overdue else Reauthentication.NOT_NEEDED
        return Situation(
            settings=settings,
            is_managed=facts.is_mdm_enrolled or facts.is_entra_joined,
            application_version=facts.application_version,
            management_sdk_version=facts.management_sdk_version,
            platform_version=facts.platform_version,
            threat_source=self.threat_source,
            health_state=facts.health_state,
            is_health_stale=facts.health_at is not None and facts.health_at + self.validity <= self.now,
            blocks_missing_health=self.blocks_missing_health,
            is_account_disabled=not facts.is_account_enabled or facts.account_state == AccountState.DISABLED,
            is_offline_blocked=_reached(deadlines.offline_block_at, self.now),
            reauthentication=reauthentication,
            has_open_wipe=facts.open_wipe_until is not None,
            is_wipe_requested=facts.open_wipe_origin == WipeOrigin.ADMIN or facts.is_user_level_wiped,
        )


def _reached(deadline: datetime | None, now: datetime) -> bool:
    return deadline is not None and deadline <= now
