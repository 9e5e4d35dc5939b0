"""How does a command talk to its operator? One line on stderr and exit code 2 for bad input; JSON, if asked for, alone."""

import sys
import uuid
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from intune_sim.errors import DomainError
from intune_sim.tenants.models import Tenant

BAD_INPUT = 2


class Refused(CommandError):
    """The operator asked for something that cannot be done; nothing has been changed."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()), returncode=BAD_INPUT)


class OperatorCommand(BaseCommand):
    """A command that refuses bad input in one line and loses nothing by it."""

    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **options)
        # The parser then raises instead of printing its usage, and `run_from_argv` says it in one line.
        parser.called_from_command_line = False
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except CommandError as error:
            self.stderr.write(f"Refused: {str(error).removeprefix('Error: ')}")
            sys.exit(BAD_INPUT)

    def execute(self, *arguments: Any, **options: Any) -> str | None:
        try:
            return super().execute(*arguments, **options)
        except DomainError as error:
            raise Refused(error.message) from error
        except DatabaseError as error:
            raise Refused(
                f"The database says '{error}'. Has `manage.py migrate` or `manage.py up` been run?"
            ) from error

    def answer(self, values: dict[str, Any], *, as_json: bool) -> None:
        """Print what the operator wants to know: one JSON object, or a line for each value."""
        if as_json:
            self.stdout.write(orjson.dumps(values, default=str).decode())
            return
        for name, value in values.items():
            self.stdout.write(f"{name}: {value}")


def add_json(parser: CommandParser) -> None:
    """Give a command the option `--json`."""
    parser.add_argument("--json", action="store_true", help="Print one JSON object and nothing else.")


def add_tenant(parser: CommandParser, *, required: bool = True) -> None:
    """Give a command the option `--tenant`."""
    parser.add_argument("--tenant", required=required, metavar="ID", help="The tenant's id or domain.")


def tenant_named(text: str) -> Tenant:
    """The tenant with this id or domain. Raises `Refused`."""
    tenant = Tenant.objects.filter(domain__iexact=text).first()
    guid = guid_in(text)
    if tenant is None and guid:
        tenant = Tenant.objects.filter(graph_id=guid).first()
    if tenant is None:
        raise Refused(f"There is no tenant with the id or domain '{text}'.")
    return tenant


def guid_in(text: str) -> uuid.UUID | None:
    """The GUID that a text writes, if it writes one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
