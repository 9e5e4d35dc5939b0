"""How does an operator let a fleet of PCs loose on an instance?"""

import ssl
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from tqdm import tqdm

from intune_sim.operator import OperatorCommand, Refused, add_json, add_tenant, tenant_named
from intune_sim.portal.simulation.cast import Cast, known_users, make_cast
from intune_sim.portal.simulation.traffic import Fleet, Plan, Unreachable, reach
from intune_sim.tenants.models import Tenant
from protection.engine.facts import HealthState

HEALTHY = "secured=85,lowSeverity=8,mediumSeverity=4,highSeverity=3"
LIMITS = {"devices": 100_000, "rounds": 1_000, "rate": 10_000, "workers": 32}
USERS_MADE = 50


class Command(OperatorCommand):
    """Simulate a fleet."""

    help = (
        "Enrol a fleet of PCs over HTTP, let it report and check in round after round, and tell how it went. "
        "Its users come from this database; its application from --client-id and --client-secret or from --create."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="The instance (default: %(default)s).")
        add_tenant(parser)
        parser.add_argument("--devices", type=int, default=100, help="How many PCs (default: %(default)s).")
        parser.add_argument(
            "--rounds", type=int, default=3, help="Reports and check-ins of each (default: %(default)s)."
        )
        parser.add_argument("--rate", type=float, default=50, help="Requests a second (default: %(default)s).")
        parser.add_argument("--workers", type=int, default=4, help="Requests at once (default: %(default)s).")
        parser.add_argument("--threats", default=HEALTHY, help="Health states with weights (default: %(default)s).")
        parser.add_argument(
            "--seed", type=int, default=1, help="The same seed is the same fleet (default: %(default)s)."
        )
        parser.add_argument(
            "--create",
            action="store_true",
            help="Make users with licences, a group, a policy and an application; the connector too where it is missing.",
        )
        parser.add_argument("--client-id", help="An application with both roles, bound to Windows Security Center.")
        parser.add_argument("--client-secret", help="Its secret.")
        parser.add_argument("--ca", type=Path, help="The certificate authority to trust (`up --tls` prints its file).")
        add_json(parser)

    def handle(self, *arguments: Any, **options: Any) -> None:
        tenant = tenant_named(options["tenant"])
        for name, limit in LIMITS.items():
            if not 0 < options[name] <= limit:
                raise Refused(f"--{name} must be more than 0 and at most {limit}.")
        plan = Plan(
            url=options["url"].rstrip("/"),
            tenant_id=str(tenant.graph_id),
            devices=options["devices"],
            rounds=options["rounds"],
            rate=options["rate"],
            workers=options["workers"],
            threats=threat_mix(options["threats"]),
            seed=options["seed"],
            verify=_trust(options["ca"]),
        )
        try:
            reach(plan)
            fleet = Fleet(plan, _cast(tenant, options))
            fleet.sign_in()
            with tqdm(total=plan.requests, unit=" requests", file=sys.stderr) as bar:
                tally = fleet.run(advance=bar.update)
        except Unreachable as error:
            raise Refused(str(error)) from error
        self.answer(tally.summary(), as_json=options["json"])


def threat_mix(text: str) -> dict[str, float]:
    """What `secured=9,highSeverity=1` says. Raises `Refused`."""
    mix: dict[str, float] = {}
    for part in text.split(","):
        state, _, weight = part.strip().partition("=")
        if state not in HealthState.wires() or state == HealthState.UNRESPONSIVE:
            raise Refused(f"'{state}' is no health state that a partner reports.")
        try:
            mix[state] = float(weight or 1)
        except ValueError as error:
            raise Refused(f"'{weight}' is no weight.") from error
    if not all(0 <= weight < float("inf") for weight in mix.values()) or not any(mix.values()):
        raise Refused("The weights of --threats must not be negative, nor all zero.")
    return mix


def _cast(tenant: Tenant, options: dict[str, Any]) -> Cast:
    if options["create"]:
        return make_cast(tenant=tenant, users=min(options["devices"], USERS_MADE), now=tenant.now())
    if not (options["client_id"] and options["client_secret"]):
        raise Refused("Give --client-id and --client-secret of an application, or --create.")
    users = known_users(tenant)
    if not users:
        raise Refused("The tenant has no users with a licence: use --create.")
    return Cast(client_id=options["client_id"], client_secret=options["client_secret"], users=users)


def _trust(authority: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authority)
    except OSError as error:
        raise Refused(f"{authority} holds no certificate: {error}") from error
