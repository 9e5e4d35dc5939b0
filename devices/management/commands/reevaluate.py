"""How does an operator have everything done that is due?"""

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from devices.services import sweep
from intune_sim.naming import wire_name
from intune_sim.operator import OperatorCommand, add_json, add_tenant, tenant_named
from intune_sim.tenants.models import Tenant


class Command(OperatorCommand):
    """Do what is due."""

    help = "Judge every registration that is due or was asked for, in one tenant or in all, and tell what changed."

    def add_arguments(self, parser: CommandParser) -> None:
        add_tenant(parser, required=False)
        add_json(parser)

    def handle(self, *arguments: Any, **options: Any) -> None:
        tenants = [tenant_named(options["tenant"])] if options["tenant"] else Tenant.objects.order_by("pk")
        total = sweep.Summary()
        for tenant in tenants:
            total += sweep.catch_up(tenant=tenant, now=tenant.now())
        self.answer({wire_name(name): count for name, count in asdict(total).items()}, as_json=options["json"])
