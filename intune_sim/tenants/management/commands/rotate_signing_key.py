"""How does an operator have tokens signed with a new key?"""

from typing import Any

from intune_sim.clock import now
from intune_sim.operator import OperatorCommand
from intune_sim.tenants import signing_keys


class Command(OperatorCommand):
    """Rotate the signing key."""

    help = "Sign access tokens with a new key from now on. Tokens of the last key stay valid until they expire."

    def handle(self, *arguments: Any, **options: Any) -> None:
        self.stdout.write(f"New key: {signing_keys.rotate(now()).kid}")
