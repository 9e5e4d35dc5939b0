"""How does an operator get the demo tenant?"""

from typing import Any

from intune_sim.clock import now
from intune_sim.operator import OperatorCommand
from intune_sim.portal.demo import people
from intune_sim.portal.demo.story import seed


class Command(OperatorCommand):
    """Seed the demo tenant."""

    help = "Make the demo tenant Contoso with its people, policies and PCs. Where it exists, nothing is changed."

    def handle(self, *arguments: Any, **options: Any) -> None:
        tenant = seed(now=now())
        if options["verbosity"] < 1:
            return
        self.stdout.write(f"{people.NAME} is there." if tenant else f"{people.NAME} is there already.")
        self.stdout.write(f"tenantId: {people.TENANT_ID}")
        self.stdout.write(f"Sign in as {people.SIGN_IN} with the password {people.PASSWORD}")
        self.stdout.write(
            "An application for curl: manage.py create_application --tenant contoso.example --name curl "
            "--role ManagedApp.Client.All Simulator.Control.All --json"
        )
