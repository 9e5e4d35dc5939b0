"""How does an operator make somebody an admin?"""

from typing import Any

from django.core.management.base import CommandParser

from intune_sim.actors import SYSTEM
from intune_sim.operator import OperatorCommand, Refused, add_json, add_tenant, tenant_named
from intune_sim.tenants.roles import Role
from intune_sim.tenants.services import create_admin


class Command(OperatorCommand):
    """Make a user an admin."""

    help = "Make a user of this name an admin, with a password and a role; a user who does not exist is created."

    def add_arguments(self, parser: CommandParser) -> None:
        add_tenant(parser)
        parser.add_argument("--user", required=True, metavar="UPN", help="The user principal name to sign in with.")
        parser.add_argument("--password", required=True, help="The password to sign in with.")
        parser.add_argument(
            "--role",
            default=Role.INTUNE_ADMINISTRATOR.value,
            help="One of: " + ", ".join(Role.wires()) + " (or its name in the admin center).",
        )
        add_json(parser)

    def handle(self, *arguments: Any, **options: Any) -> None:
        tenant, role = tenant_named(options["tenant"]), role_named(options["role"])
        name, _, domain = options["user"].partition("@")
        if not name or not domain:
            raise Refused(f"'{options['user']}' is no user principal name, such as adele@{tenant.domain}.")
        admin = create_admin(
            tenant=tenant,
            user_principal_name=options["user"],
            password=options["password"],
            role=role,
            by=SYSTEM,
            now=tenant.now(),
        )
        self.answer(
            {
                "tenantId": tenant.graph_id,
                "userId": admin.graph_id,
                "userPrincipalName": admin.user_principal_name,
                "role": role.value,
            },
            as_json=options["json"],
        )


def role_named(text: str) -> Role:
    """The role with this wire value or label, in any letter case. Raises `Refused`."""
    for role in Role:
        if text.lower() in {role.value.lower(), role.label.lower()}:
            return role
    raise Refused(f"'{text}' is no role. The roles are: {', '.join(Role.wires())}.")
