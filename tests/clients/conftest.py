"""One instance over TLS, one proxy and one application for all clients: what `up --tls`, `proxy` and users have."""

import json
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients.environment import ensure, run, surroundings
from tests.house.instances import MANAGE, command, environment, world

ROLES = (
    "AuditLog.Read.All", "DeviceManagementApps.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All",
    "DeviceManagementManagedDevices.Read.All", "DeviceManagementRBAC.ReadWrite.All",
    "DeviceManagementServiceConfig.ReadWrite.All", "Directory.Read.All", "Group.ReadWrite.All", "Organization.Read.All",
    "Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "User.ReadWrite.All",
)  # fmt: skip


@dataclass(frozen=True)
class Instance:
    """A running instance, what `connect` says of the way to it, and applications of its tenant."""

    data: Path
    url: str
    programs: Path
    connect: dict[str, Any]
    #: One with a secret and every permission, and a public one.
    application: dict[str, str]
    public_id: str

    def variables(self, client: str) -> dict[str, str]:
        """What `connect` tells the user of a client to set, and who enters a code where one is asked for."""
        told = self.connect[client]["variables"]
        own = {"CLIENT_ID": self.application["clientId"], "CLIENT_SECRET": self.application["clientSecret"]}
        person = {"ADMIN": "adele@contoso.example", "PASSWORD": "Contoso-Demo-1", "INSTANCE": self.url}
        trust = {"SSL_CERT_FILE": str(self.data / "tls" / "ca.pem"), "PUBLIC_CLIENT_ID": self.public_id}
        return surroundings(self.programs, **{**trust, **person, **told, **own})

    def graph(self) -> httpx.Client:
        """A client of Graph with the application's token, without the proxy."""
        tenant, trust = self.application["tenantId"], ssl.create_default_context(cafile=self.data / "tls" / "ca.pem")
        form = {
            "grant_type": "client_credentials",
            "client_id": self.application["clientId"],
            "client_secret": self.application["clientSecret"],
            "scope": "https://graph.microsoft.com/.default",
        }
        answer = httpx.post(f"{self.url}{tenant}/oauth2/v2.0/token", data=form, verify=trust, timeout=60)
        bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        return httpx.Client(base_url=self.url, verify=trust, headers=bearer, timeout=60)


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """Contoso behind TLS and the proxy, for every client of this session."""
    programs = ensure()
    data = tmp_path_factory.mktemp("clients") / "data"
    with world(data, "--tls") as (_, url, _):
        proxy = subprocess.Popen(
            [*MANAGE, "proxy", "--port", "0", "--target", url],
            env=environment(data), stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        applications = [
            json.loads(command(data, "create_application", "--tenant", "contoso.example", "--json", *words).stdout)
            for words in (["--name", "Clients", "--role", *ROLES], ["--name", "Scripts", "--public"])
        ]
        assert proxy.stdout
        address = proxy.stdout.readline().strip().removeprefix("Ready: ")
        told = command(data, "connect", "--tenant", "contoso.example", "--proxy", address, "--json")
        yield Instance(
            data=data,
            url=url,
            programs=programs,
            connect=json.loads(told.stdout),
            application=applications[0],
            public_id=applications[1]["clientId"],
        )
        proxy.terminate()
        proxy.communicate(timeout=60)
        assert proxy.returncode == 0


@pytest.fixture
def said_by(instance: Instance) -> Callable[..., dict[str, str]]:
    """`said_by("msal", "python", PYTHON / "flow.py")` runs a client's script, and gives what it printed, by name.

    The client is connected as `connect` says: by these variables, and by lines that are all in the script.
    """

    def running(client: str, program: str, script: Path) -> dict[str, str]:
        text, lines = script.read_text(), instance.connect[client]["text"].partition("\n\n")[2].splitlines()
        assert [line for line in lines if line.strip() not in text] == []
        printed = run([program, script], script.parent, instance.variables(client))
        return dict(line.split(": ", 1) for line in printed.splitlines())

    return running
