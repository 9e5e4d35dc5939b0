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
    """A running instance, the way to it, and an application of its tenant."""

    data: Path
    url: str
    proxy: str
    programs: Path
    #: One with a secret and every permission, and a public one.
    application: dict[str, str]
    public_id: str

    @property
    def variables(self) -> dict[str, str]:
        """What clients are given: the way through the proxy, whom to trust, and who they are."""
        authority = str(self.data / "tls" / "ca.pem")
        return surroundings(
            self.programs,
            HTTPS_PROXY=self.proxy,
            SSL_CERT_FILE=authority,
            REQUESTS_CA_BUNDLE=authority,
            CURL_CA_BUNDLE=authority,
            NODE_EXTRA_CA_CERTS=authority,
            NODE_USE_ENV_PROXY="1",
            TENANT_ID=self.application["tenantId"],
            CLIENT_ID=self.application["clientId"],
            CLIENT_SECRET=self.application["clientSecret"],
            PUBLIC_CLIENT_ID=self.public_id,
            ADMIN="adele@contoso.example",
            PASSWORD="Contoso-Demo-1",
            INSTANCE=self.url,
        )

    def graph(self) -> httpx.Client:
        """A client of Graph with the application's token, without the proxy."""
        tenant, trust = self.application["tenantId"], ssl.create_default_context(cafile=self.data / "tls" / "ca.pem")
        form = {
            "grant_type": "client_credentials",
            "client_id": self.application["clientId"],
            "client_secret": self.application["clientSecret"],
            "scope": "https://graph.microsoft.com/.default",
        }
        answer = httpx.post(f"{self.url}{tenant}/oauth2/v2.0/token", data=form, verify=trust)
        bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        return httpx.Client(base_url=self.url, verify=trust, headers=bearer)

    def manage(self, *words: str) -> dict[str, Any]:
        """What a command answers with --json."""
        done = command(self.data, *words, "--json")
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))


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
        ready = proxy.stdout.readline().strip()
        yield Instance(
            data=data,
            url=url,
            proxy=ready.removeprefix("Ready: "),
            programs=programs,
            application=applications[0],
            public_id=applications[1]["clientId"],
        )
        proxy.terminate()
        proxy.communicate(timeout=20)
        assert proxy.returncode == 0


@pytest.fixture
def said_by(instance: Instance) -> Callable[..., dict[str, str]]:
    """`said_by("python", PYTHON / "flow.py")` runs a client's script and gives the lines that it printed, by their names."""

    def running(program: str, script: Path, **more: str) -> dict[str, str]:
        printed = run([program, script], script.parent, {**instance.variables, **more})
        return dict(line.split(": ", 1) for line in printed.splitlines())

    return running
