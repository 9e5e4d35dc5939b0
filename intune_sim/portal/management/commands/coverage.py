"""How is the document about coverage kept true?"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from intune_sim.graph.coverage import as_markdown
from intune_sim.operator import OperatorCommand
from intune_sim.portal.coverage import families

#: Where the document is.
DOCUMENT = Path(settings.BASE_DIR) / "docs" / "coverage.md"


class Command(OperatorCommand):
    """Print or write the coverage."""

    help = "Print which paths and properties of Microsoft Graph are served, or write them into docs/coverage.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="Write docs/coverage.md instead of printing.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        text = as_markdown(families())
        if options["write"]:
            DOCUMENT.parent.mkdir(exist_ok=True)
            DOCUMENT.write_text(text, encoding="utf-8")
            self.stdout.write(f"{DOCUMENT} is written.")
        else:
            self.stdout.write(text)
