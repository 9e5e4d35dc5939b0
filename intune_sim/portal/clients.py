"""How does each client of Microsoft Graph come here, unchanged? The variables that it needs and the lines that use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: What `create_application` prints goes here.
CLIENT_ID, CLIENT_SECRET = "<clientId>", "<clientSecret>"


@dataclass(frozen=True)
class Way:
    """The way to one tenant of this instance."""

    tenant_id: str
    #: The file of the certificate authority to trust.
    authority: Path
    proxy: str


@dataclass(frozen=True)
class Client:
    """A client, the variables by which it is told whom to trust, and how it is used."""

    title: str
    language: str
    trusts_by: tuple[str, ...]
    lines: str
    #: What it calls the tenant's id.
    tenant_variable: str = "TENANT_ID"
    more: tuple[tuple[str, str], ...] = ()

    def variables(self, way: Way) -> Mapping[str, str]:
        """The environment variables that it needs."""
        return {
            "HTTPS_PROXY": way.proxy,
            # Whoever asks for this machine by its own name needs no proxy, and it would refuse.
            "NO_PROXY": "localhost,127.0.0.1",
            **dict.fromkeys(self.trusts_by, str(way.authority)),
            **dict(self.more),
            self.tenant_variable: way.tenant_id,
            "CLIENT_ID": CLIENT_ID,
            "CLIENT_SECRET": CLIENT_SECRET,
        }

    def text(self, way: Way) -> str:
        """Everything that its user types."""
        setting = "$env:{} = '{}'" if self.language == "powershell" else "export {}='{}'"
        assignments = [setting.format(*pair) for pair in self.variables(way).items()]
        return "\n".join([*assignments, "", self.lines.format(authority=way.authority).strip()])


CREDENTIAL = 'ClientSecretCredential(os.environ["TENANT_ID"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])'
SDK = """
import os
from azure.identity import ClientSecretCredential
from {package} import GraphServiceClient
graph = GraphServiceClient(
    {credential}
)
"""
#: The libraries behind the two Python SDKs trust by different variables.
PYTHON = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")

CLIENTS: dict[str, Client] = {
    "msgraph-sdk": Client(
        "msgraph-sdk for Python (/v1.0)", "python", PYTHON, SDK.format(package="msgraph", credential=CREDENTIAL)
    ),
    "msgraph-beta-sdk": Client(
        "msgraph-beta-sdk for Python (/beta)",
        "python",
        PYTHON,
        SDK.format(package="msgraph_beta", credential=CREDENTIAL),
    ),
    "msgraph-js": Client(
        "@microsoft/microsoft-graph-client and @azure/msal-node (Node.js 24)",
        "javascript",
        ("NODE_EXTRA_CA_CERTS",),
        """
import {{ ConfidentialClientApplication }} from "@azure/msal-node";
import {{ Client }} from "@microsoft/microsoft-graph-client";
const {{ TENANT_ID, CLIENT_ID, CLIENT_SECRET }} = process.env;
const authority = `https://login.microsoftonline.com/${{TENANT_ID}}`;
const application = new ConfidentialClientApplication({{
  auth: {{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, authority }},
}});
const scopes = ["https://graph.microsoft.com/.default"];
const graph = Client.initWithMiddleware({{
  authProvider: {{
    getAccessToken: async () => (await application.acquireTokenByClientCredential({{ scopes }})).accessToken,
  }},
}});
""",
        more=(("NODE_USE_ENV_PROXY", "1"),),
    ),
    "msal": Client(
        "msal for Python",
        "python",
        ("REQUESTS_CA_BUNDLE",),
        """
import os
import msal
AUTHORITY = f"https://login.microsoftonline.com/{{os.environ['TENANT_ID']}}"
application = msal.ConfidentialClientApplication(
    os.environ["CLIENT_ID"], authority=AUTHORITY, client_credential=os.environ["CLIENT_SECRET"]
)
token = application.acquire_token_for_client(["https://graph.microsoft.com/.default"])
""",
    ),
    "azure-identity": Client(
        "azure-identity for Python",
        "python",
        PYTHON,
        f"""
import os
from azure.identity import ClientSecretCredential
credential = {CREDENTIAL}
token = credential.get_token("https://graph.microsoft.com/.default")
""",
    ),
    "intunecd": Client(
        "IntuneCD",
        "shell",
        ("REQUESTS_CA_BUNDLE",),
        """
IntuneCD-startbackup -m 1 -p backup
IntuneCD-startupdate -m 1 -p backup -u
""",
        tenant_variable="TENANT_NAME",
    ),
    "powershell": Client(
        "Microsoft Graph PowerShell",
        "powershell",
        ("SSL_CERT_FILE",),
        """
# On Windows, whom to trust is said to Windows: Import-Certificate '{authority}' -CertStoreLocation Cert:\\CurrentUser\\Root
$secret = ConvertTo-SecureString $env:CLIENT_SECRET -AsPlainText -Force
Connect-MgGraph -TenantId $env:TENANT_ID -ClientSecretCredential ([pscredential]::new($env:CLIENT_ID, $secret))
Invoke-MgGraphRequest '/v1.0/deviceManagement/mobileThreatDefenseConnectors'
""",
    ),
    "curl": Client(
        "curl",
        "shell",
        ("CURL_CA_BUNDLE",),
        """
TOKEN=$(curl -sS "https://login.microsoftonline.com/$TENANT_ID/oauth2/v2.0/token" -d grant_type=client_credentials \\
  -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET" -d scope=https://graph.microsoft.com/.default \\
  | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')
curl -sS https://graph.microsoft.com/v1.0/deviceManagement/mobileThreatDefenseConnectors -H "Authorization: Bearer $TOKEN"
""",
    ),
}
