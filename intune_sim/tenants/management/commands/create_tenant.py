"""How does an operator make an empty tenant?"""

import re
from typing import Any

from django.core.management.base import CommandParser

from intune_sim.actors import SYSTEM
from intune_sim.clock import now
from intune_sim.operator import OperatorCommand, Refused, add_json
from intune_sim.tenants.services import create_tenant

#: Labels of letters, digits and hyphens, at least two of them.
DOMAIN = re.compile(r"(?=.{1,253}$)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")


class Command(OperatorCommand):
    """Make an empty tenant."""

    help = "Make an empty tenant. Without a domain it gets one of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="The organization's name.")
        parser.add_argument("--domain", default="", help="Its domain, such as fabrikam.example.")
        add_json(parser)

    def handle(self, *arguments: Any, **options: Any) -> None:
        if options["domain"] and not DOMAIN.fullmatch(options["domain"]):
            raise Refused(f"'{options['domain']}' is no domain, such as fabrikam.example.")
        tenant = create_tenant(display_name=options["name"], domain=options["domain"], by=SYSTEM, now=now())
        self.answer(
            {"tenantId": tenant.graph_id, "name": tenant.display_name, "domain": tenant.domain},
            as_json=options["json"],
        )
