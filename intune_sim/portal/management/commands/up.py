"""How does everything start with one command? Database, demo tenant, web server, worker and scheduler."""

import signal
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import connections

from intune_sim.chunks import with_whole_bodies
from intune_sim.clock import now
from intune_sim.operator import OperatorCommand, Refused
from intune_sim.portal.certificates import local_certificate
from intune_sim.portal.demo import people
from intune_sim.portal.instance import Instance, PortTaken
from intune_sim.tenants.models import Tenant, User


class Command(OperatorCommand):
    """Start everything."""

    help = "Set up the database, seed the demo tenant where there is none, and serve until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="The address to listen at (default 127.0.0.1).")
        parser.add_argument("--port", type=int, default=8000, help="The port (default 8000; 0 takes a free one).")
        parser.add_argument("--empty", action="store_true", help="Seed nothing.")
        parser.add_argument("--tls", action="store_true", help="Serve HTTPS with a certificate of a local authority.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        certificate = local_certificate(settings.DATA_DIR, now()) if options["tls"] else None
        if not 0 <= options["port"] < 1 << 16:
            raise Refused(f"{options['port']} is no port.")
        instance = Instance(
            host=options["host"], port=options["port"], certificate=certificate.server if certificate else None
        )
        try:
            instance.bind()
        except PortTaken as error:
            raise Refused(str(error)) from error
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: instance.request_stop())
        try:
            call_command("migrate", verbosity=0, interactive=False)
            if not options["empty"] and not Tenant.objects.exists():
                call_command("seed_demo", verbosity=0)
            connections.close_all()
            instance.start(with_whole_bodies(get_wsgi_application()))
        except BaseException:
            instance.stop()  # the port's threads would outlive the failure
            raise
        if certificate:
            self.stdout.write(f"Trust this certificate authority: {certificate.authority}")
        self.stdout.write(f"Ready: {instance.url}")
        if User.objects.filter(user_principal_name=people.SIGN_IN).exists():
            self.stdout.write(f"Sign in as {people.SIGN_IN} with the password {people.PASSWORD}")
        self.stdout.flush()
        if not instance.wait():
            sys.exit(1)
        self.stdout.write("Stopped.")
