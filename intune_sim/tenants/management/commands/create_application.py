"""How does an operator register a program that may ask for tokens?"""

import uuid
from typing import Any

from django.core.management.base import CommandParser

from intune_sim.actors import SYSTEM
from intune_sim.operator import OperatorCommand, Refused, add_json, add_tenant, guid_in, tenant_named
from intune_sim.tenants.roles import AppRole
from intune_sim.tenants.services import create_application


class Command(OperatorCommand):
    """Register an application."""

    help = "Register an application with its permissions. Its secret is shown once, here."

    def add_arguments(self, parser: CommandParser) -> None:
        add_tenant(parser)
        parser.add_argument("--name", required=True, help="What the application is called.")
        parser.add_argument(
            "--role",
            nargs="+",
            action="extend",
            default=[],
            metavar="ROLE",
            help="A permission; may be repeated and may take several. One of: " + ", ".join(AppRole.wires()) + ".",
        )
        parser.add_argument(
            "--public",
            action="store_true",
            help="It may act for users who enter its code, without its secret; what it may do they grant themselves.",
        )
        parser.add_argument("--partner", metavar="PARTNER_ID", help="The threat partner that it speaks for.")
        add_json(parser)

    def handle(self, *arguments: Any, **options: Any) -> None:
        tenant = tenant_named(options["tenant"])
        if not options["role"] and not options["public"]:
            raise Refused("An application needs a --role, or --public to act for users.")
        new = create_application(
            tenant=tenant,
            display_name=options["name"],
            roles=[app_role_named(text) for text in options["role"]],
            partner_id=_partner(options["partner"]),
            is_public=options["public"],
            by=SYSTEM,
            now=tenant.now(),
        )
        self.answer(
            {
                "tenantId": tenant.graph_id,
                "clientId": new.application.client_id,
                "clientSecret": new.client_secret,
            },
            as_json=options["json"],
        )


def app_role_named(text: str) -> AppRole:
    """The permission with this name. Raises `Refused`."""
    if text not in AppRole.wires():
        raise Refused(f"'{text}' is no permission. They are: {', '.join(AppRole.wires())}.")
    return AppRole(text)


def _partner(text: str | None) -> uuid.UUID | None:
    if text is None:
        return None
    guid = guid_in(text)
    if guid is None:
        raise Refused(f"--partner takes a partner's id, a GUID, not '{text}'.")
    return guid
