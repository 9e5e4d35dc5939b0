"""Does IntuneCD, as it is installed from PyPI, back up this tenant and bring an edited backup back?"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import Instance
from tests.clients.environment import run

pytestmark = pytest.mark.once

PROTECTION = "App Protection/Edge on personal PCs - Level 1 (basic)_windowsManagedAppProtection.json"
COMPLIANCE = "Compliance Policies/Policies/Windows - baseline_windows10CompliancePolicy.json"
ACCESS = "Conditional Access/Require a compliant phone outside of the office.json"
EDITED = "Edited in the backup"


@pytest.fixture
def intunecd(instance: Instance, tmp_path: Path) -> Callable[..., str]:
    """`intunecd("startbackup")` runs the line of `connect` for one of its programs, and gives what it says."""
    variables = instance.variables("intunecd")
    lines = {line.split()[0]: line.split() for line in instance.connect["intunecd"]["text"].splitlines() if line}
    return lambda name, *words: run([*lines[f"IntuneCD-{name}"], *words], tmp_path, variables)


@pytest.fixture
def policies(instance: Instance) -> Iterator[Callable[[str], dict[str, Any]]]:
    """`policies(address)` is what Graph has there, by name."""
    with instance.graph() as graph:
        yield lambda address: {one["displayName"]: one for one in graph.get(f"/beta/{address}").json()["value"]}


def edit(file: Path, **changes: Any) -> dict[str, Any]:
    """Change some values of a file, as its reader would in an editor; what it holds then."""
    held = json.loads(file.read_text()) | changes
    file.write_text(json.dumps(held, indent=4))
    return held


def test_a_backup_that_was_edited_changes_the_policies_here(
    intunecd: Callable[..., str], policies: Callable[[str], dict[str, Any]], tmp_path: Path
) -> None:
    repository = tmp_path / "backup"
    repository.mkdir()
    intunecd("startbackup")
    kinds = {file.stem.rpartition("_")[2] for file in (repository / "App Protection").iterdir()}
    held = edit(repository / PROTECTION, description=EDITED, maximumAllowedDeviceThreatLevel="medium")
    new = repository / PROTECTION.replace("Level 1 (basic)", "From a backup")
    new.write_text(json.dumps(held | {"displayName": "Edge on personal PCs - From a backup"}))
    edit(repository / COMPLIANCE, description=EDITED, passwordMinimumLength=9)
    edit(repository / ACCESS, state="disabled")

    said = intunecd("startupdate", "-v")
    again = intunecd("startupdate", "-v")

    assert kinds == {"iosManagedAppProtection", "androidManagedAppProtection", "windowsManagedAppProtection"}
    protection = policies("deviceAppManagement/windowsManagedAppProtections?$expand=assignments,apps")
    changed, made = (protection[f"Edge on personal PCs - {name}"] for name in ("Level 1 (basic)", "From a backup"))
    assert (changed["description"], changed["maximumAllowedDeviceThreatLevel"]) == (EDITED, "medium")
    assert (made["description"], made["isAssigned"]) == (EDITED, True)
    assert [one["target"]["groupId"] for one in made["assignments"]] == [
        one["target"]["groupId"] for one in changed["assignments"]
    ]
    compliance = policies("deviceManagement/deviceCompliancePolicies")["Windows - baseline"]
    assert (compliance["description"], compliance["passwordMinimumLength"]) == (EDITED, 9)
    assert policies("identity/conditionalAccess/policies")[Path(ACCESS).stem]["state"] == "disabled"
    assert "maximumAllowedDeviceThreatLevel, New Value: medium, Old Value: low" in said
    assert "values changed" not in again
    assert "Request failed with status 4" not in said + again
