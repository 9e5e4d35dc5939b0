"""Do Microsoft's own clients and IntuneCD, unmodified and with the hosts that are written into them, work here?"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clients.conftest import Instance
from tests.clients.environment import JAVASCRIPT, PYTHON, run

pytestmark = pytest.mark.once

Said = Callable[..., dict[str, str]]


def test_msgraph_sdk_for_python_walks_its_flows(said_by: Said) -> None:
    assert said_by("msgraph-sdk", "python", PYTHON / "with_msgraph_sdk.py") == {
        "added": "True True",
        "changed": "14 True",
        "connectors": "[False, True]",
        "gone": "404 ResourceNotFound",
        "names with a": "True None",
        "members": "['Alex Morgan']",
        "paged": "60 60 60",
        "batch": "{'alex': 200, 'nobody': 404, 'connectors': 200}",
    }


def test_msgraph_beta_sdk_for_python_walks_its_flows(said_by: Said) -> None:
    assert said_by("msgraph-beta-sdk", "python", PYTHON / "with_msgraph_beta_sdk.py") == {
        "made": "low 30",
        "now": "Changed True 1",
        "apps": "['com.microsoft.edge']",
        "for": "[True]",
        "among all": "['WindowsManagedAppProtection']",
        "refused": "400 BadRequest",
        "registrations": "5 {'WindowsManagedAppRegistration'} True",
        "of one user": "True Rafael Costa",
    }


def test_the_graph_client_and_msal_for_javascript_walk_their_flows(said_by: Said) -> None:
    assert said_by("msgraph-js", "node", JAVASCRIPT / "flows.js") == {
        "added": "true true",
        "changed": "14",
        "gone": "404 ResourceNotFound true",
        "policy": "true com.microsoft.edge 1",
        "registrations": "5 true",
        "paged": "true true",
        "batch": "1=200 2=404",
    }


def test_msal_gets_tokens_for_an_application_and_for_an_admin(said_by: Said) -> None:
    assert said_by("msal", "python", PYTHON / "with_msal.py") == {
        "application": "Bearer True",
        "again": "cache",
        "wrong secret": "AADSTS7000215",
        "signed assertion": "AADSTS7000216",
        "unknown tenant": "True",
        "for": "adele@contoso.example DeviceManagementApps.ReadWrite.All",
        "refreshed": "True",
        "within the scope": "200 403",
    }


def test_azure_identity_gets_tokens_by_secret_and_by_code(said_by: Said) -> None:
    assert said_by("azure-identity", "python", PYTHON / "with_azure_identity.py") == {
        "secret": "True",
        "without the proxy": "True",
        "asynchronously": "True",
        "device code": "adele@contoso.example",
        "wrong secret": "True",
    }


def test_curl_is_connected_by_the_lines_that_connect_prints(instance: Instance, tmp_path: Path) -> None:
    lines = instance.connect["curl"]["text"].partition("\n\n")[2]

    printed = run(["bash", "-euo", "pipefail", "-c", lines], tmp_path, instance.variables("curl"))

    assert [one["partnerState"] for one in json.loads(printed)["value"]] == ["enabled"]


# IntuneCD, as it is installed from PyPI

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
