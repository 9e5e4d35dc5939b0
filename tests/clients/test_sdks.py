"""Do Microsoft's own clients, unmodified and with the hosts that are written into them, work against this instance?"""

import json
from collections.abc import Callable
from pathlib import Path

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
