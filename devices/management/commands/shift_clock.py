"""How does an operator let time pass for a tenant?"""

import re
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.management.base import CommandParser

from devices.services import sweep
from intune_sim.actors import SYSTEM
from intune_sim.clock import now
from intune_sim.durations import InvalidDuration, format_duration, parse_duration
from intune_sim.naming import wire_name
from intune_sim.operator import OperatorCommand, Refused, add_json, add_tenant, tenant_named
from intune_sim.tenants.services import move_clock

SHORT_FORM = re.compile(r"(\d+)([smhdw])")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class Command(OperatorCommand):
    """Move a tenant's clock forward."""

    help = "Move a tenant's clock forward, do everything that is due by that, and tell what changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("duration", metavar="DURATION", help="How far: P7D, PT12H, or short 7d, 12h, 30m.")
        add_tenant(parser)
        add_json(parser)

    def handle(self, *arguments: Any, **options: Any) -> None:
        tenant, by = tenant_named(options["tenant"]), duration_in(options["duration"])
        real = now()
        tenant = move_clock(tenant=tenant, move=lambda clock: clock.advanced(by, real=real), by=SYSTEM, real=real)
        shown = tenant.now()
        summary = sweep.catch_up(tenant=tenant, now=shown)
        self.answer(
            {
                "now": shown.isoformat().replace("+00:00", "Z"),
                "offset": format_duration(tenant.clock.offset_at(real)),
                **{wire_name(name): count for name, count in asdict(summary).items()},
            },
            as_json=options["json"],
        )


def duration_in(text: str) -> timedelta:
    """What `P7D` or `7d` stands for. Raises `Refused`."""
    short = SHORT_FORM.fullmatch(text)
    try:
        return timedelta(**{UNITS[short[2]]: int(short[1])}) if short else parse_duration(text)
    except (InvalidDuration, OverflowError) as error:
        raise Refused(f"'{text}' is no duration, such as P7D, PT12H, 7d or 12h.") from error
