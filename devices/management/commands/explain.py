"""How does an operator learn why a registration has the access it has?"""

from datetime import timedelta
from typing import Any

from django.core.management.base import CommandParser

from devices.models import AccessChange, WindowsManagedAppRegistration
from devices.services.explanation import Explanation, RuleVerdict, access_explanation
from intune_sim.durations import format_duration
from intune_sim.operator import OperatorCommand, Refused, guid_in
from protection.models import KNOWN_APPS

CHANGES_SHOWN = 10


class Command(OperatorCommand):
    """Explain a registration."""

    help = "Explain a registration's access as of now: findings, rules, facts, policies and the last changes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("registration", metavar="REGISTRATION", help="The registration's id.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        guid = guid_in(options["registration"])
        registrations = WindowsManagedAppRegistration.objects.select_related("tenant")
        registration = registrations.filter(graph_id=guid).first() if guid else None
        if registration is None:
            raise Refused(f"There is no registration with the id '{options['registration']}'.")
        explanation = access_explanation(registration=registration, now=registration.tenant.now())
        changes = registration.access_changes.order_by("-pk")[:CHANGES_SHOWN]
        for line in (*_who(explanation), *_why(explanation), *_history(list(changes))):
            self.stdout.write(line)


def _who(explanation: Explanation) -> list[str]:
    registration = explanation.registration
    app = KNOWN_APPS.get(registration.app_identifier, registration.app_identifier)
    lines = [
        f"{registration.user_principal_name}, {app} {registration.application_version}, "
        f"{registration.device_name or registration.device_tag} (Windows {registration.platform_version})",
        f"Tenant: {registration.tenant}",
        f"Last check-in: {registration.last_sync_date_time:%Y-%m-%d %H:%M:%S}",
    ]
    if registration.ending and registration.ended_at:
        lines.append(f"Ended: {registration.ending.label}, {registration.ended_at:%Y-%m-%d %H:%M:%S}")
    lines.append(f"Access as of {explanation.now:%Y-%m-%d %H:%M:%S}: {explanation.access.label}")
    if explanation.is_reevaluation_pending:
        lines.append(f"Not written down yet: {registration.access.label} is stored.")
    if explanation.note:
        lines.append(explanation.note)
    return lines


def _why(explanation: Explanation) -> list[str]:
    if explanation.verdict is None:
        return []
    lines = ["", "Findings:"]
    lines += [
        f"  {one.sentence} -> {one.finding.action.label}, since {one.since:%Y-%m-%d %H:%M:%S}"
        + (f" (policy '{one.finding.policy.name}')" if one.finding.policy else "")
        for one in explanation.findings
    ] or ["  none"]
    lines += ["", "Rules:"]
    lines += [
        f"  {rule.verdict.label:<16}{rule.setting}"
        + ("" if rule.expected is None else f": {_text(rule.expected)}, found {_text(rule.actual)}")
        for rule in explanation.rules
        if rule.verdict is not RuleVerdict.NOT_CONFIGURED
    ]
    lines += ["", "Facts:"]
    connector = explanation.connector
    lines.append(f"  threat source: {connector or explanation.threat_source.label}")
    situation = explanation.verdict.situation
    lines += [f"  {name.replace('_', ' ')}: {_text(getattr(situation, name))}" for name in FACTS]
    lines += [f"  {what}: {at:%Y-%m-%d %H:%M:%S}" for what, at in explanation.schedule]
    lines += ["", "Policies:"]
    lines += [f"  {one.policy.display_name}, by {', '.join(map(str, one.groups))}" for one in explanation.policies] or [
        "  none"
    ]
    return lines


#: What of a situation is not told elsewhere.
FACTS = (
    "is_managed",
    "health_state",
    "is_health_stale",
    "blocks_missing_health",
    "is_account_disabled",
    "is_offline_blocked",
    "reauthentication",
    "has_open_wipe",
    "is_wipe_requested",
)


def _history(changes: list[AccessChange]) -> list[str]:
    return [
        "",
        "Last changes of access:",
        *(f"  {change.at:%Y-%m-%d %H:%M:%S}  {change.to_access.label}: {change.cause.label}" for change in changes),
    ]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, timedelta):
        return format_duration(value)
    return "nothing" if value is None else str(getattr(value, "label", value))
