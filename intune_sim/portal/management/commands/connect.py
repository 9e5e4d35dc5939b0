"""What must I type so that my client, unchanged, speaks to this instance?"""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from intune_sim.operator import OperatorCommand, Refused, add_json, add_tenant, tenant_named
from intune_sim.portal.certificates import kept_in
from intune_sim.portal.clients import CLIENTS, Client, Way
from intune_sim.tenants.models import Tenant


class Command(OperatorCommand):
    """Print how clients are connected."""

    help = "Print the exact lines by which each known client of Microsoft Graph speaks to this instance, unchanged."

    def add_arguments(self, parser: CommandParser) -> None:
        add_tenant(parser, required=False)
        parser.add_argument("--client", metavar="NAME", help=f"One of: {', '.join(CLIENTS)}. All unless it is given.")
        parser.add_argument(
            "--proxy",
            default="http://127.0.0.1:8899",
            metavar="URL",
            help="Where `proxy` listens (default %(default)s).",
        )
        add_json(parser)

    def handle(self, *arguments: Any, **options: Any) -> None:
        tenant = tenant_named(options["tenant"]) if options["tenant"] else only_tenant()
        authority = kept_in(settings.DATA_DIR).authority
        if not authority.exists():
            raise Refused("There is no certificate yet: start `manage.py up --tls` once, which makes it.")
        way = Way(tenant_id=str(tenant.graph_id), authority=authority, proxy=options["proxy"])
        chosen = {options["client"]: client_named(options["client"])} if options["client"] else CLIENTS
        if options["json"]:
            told = {name: {"variables": one.variables(way), "text": one.text(way)} for name, one in chosen.items()}
            self.answer(told, as_json=True)
            return
        self.stdout.write(FIRST.format(tenant=way.tenant_id))
        for one in chosen.values():
            self.stdout.write(f"\n# {one.title}\n\n{one.text(way)}")


FIRST = """# Running beside your client, each in a terminal of its own:
#   manage.py up --tls
#   manage.py proxy
# Once, for what your client may do (--help lists the permissions); put what it prints into the lines below:
#   manage.py create_application --tenant {tenant} --name Scripts \
--role DeviceManagementApps.ReadWrite.All DeviceManagementServiceConfig.Read.All
"""


def only_tenant() -> Tenant:
    """The tenant, where there is no other. Raises `Refused`."""
    tenants = Tenant.objects.all()[:2]
    if len(tenants) != 1:
        raise Refused("There is no tenant, or more than one: say which with --tenant.")
    return tenants[0]


def client_named(name: str) -> Client:
    """The client with this name. Raises `Refused`."""
    if name not in CLIENTS:
        raise Refused(f"'{name}' is no client that is known here. They are: {', '.join(CLIENTS)}.")
    return CLIENTS[name]
