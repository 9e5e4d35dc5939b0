"""Is what is said about the coverage of Microsoft Graph true: the page, the document, and the tests that they name?"""

import ast
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from intune_sim.graph.coverage import PROPERTIES_WITNESS, Cell, Served
from intune_sim.portal.coverage import families
from intune_sim.portal.management.commands.coverage import DOCUMENT

ROOT = Path(settings.BASE_DIR)


def test_the_page_needs_no_sign_in_and_tells_real_from_absent(db: None) -> None:
    answer = Client().get("/coverage")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "/deviceManagement/mobileThreatDefenseConnectors" in text
    assert "/deviceManagement/exchangeConnectors" in text


def test_methods_are_real_shape_only_or_absent() -> None:
    rows = {row.path: row for family in families() for row in family.paths}
    types = {one.name: one for family in families() for one in family.types}

    connectors = rows["/deviceManagement/mobileThreatDefenseConnectors/{id}"]
    registrations = rows["/deviceAppManagement/managedAppRegistrations"]
    protections = rows["/deviceAppManagement/windowsManagedAppProtections"]
    assert connectors.cells == (Cell(real=("GET", "PATCH", "DELETE")),) * 2
    assert registrations.cells[1] == Cell(real=("GET",), absent=("POST",))
    assert protections.cells == (Cell(), Cell(real=("GET", "POST")))
    assert rows["/deviceManagement/exchangeConnectors"].cells[0] == Cell(absent=("GET", "POST"))
    assert "partnerState" in types["mobileThreatDefenseConnector"].real
    assert "partnerMinimumSupportedIosVersion (beta)" in types["mobileThreatDefenseConnector"].shape_only
    assert "deviceKeys (beta)" in types["user"].absent
    assert "intuneBrand" in types["deviceManagement"].shape_only
    assert families()[0].counts == [(Served.REAL, 10), (Served.SHAPE_ONLY, 0), (Served.ABSENT, 0)]


def test_the_document_is_what_the_declarations_say() -> None:
    written = io.StringIO()

    call_command("coverage", stdout=written)

    assert DOCUMENT.read_text(encoding="utf-8") == written.getvalue(), (
        "docs/coverage.md is stale: run `manage.py coverage --write`."
    )


def test_every_path_that_is_served_has_a_witness() -> None:
    served = [row for family in families() for row in family.paths if row.is_served]

    missing = [row.path for row in served if not row.witness]

    assert missing == [], "Run the tests with INTUNE_SIM_WITNESSES=1, then `manage.py coverage --write`."


@pytest.mark.parametrize(
    "witness",
    sorted({row.witness for family in families() for row in family.paths if row.witness} | {PROPERTIES_WITNESS}),
)
def test_a_witness_exists(witness: str) -> None:
    path, _, name = witness.partition("::")

    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))

    assert name in {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
