"""An application's own token, one that acts for an admin, and refusals, with msal as Microsoft ships it."""

import os

import browser
import jwt
import msal
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

AUTHORITY = f"https://login.microsoftonline.com/{os.environ['TENANT_ID']}"
DEFAULT = ["https://graph.microsoft.com/.default"]

application = msal.ConfidentialClientApplication(
    os.environ["CLIENT_ID"], authority=AUTHORITY, client_credential=os.environ["CLIENT_SECRET"]
)
token = application.acquire_token_for_client(["https://graph.microsoft.com/.default"])
claims = jwt.decode(token["access_token"], options={"verify_signature": False})
print("application:", token["token_type"], "User.ReadWrite.All" in claims["roles"])
print("again:", application.acquire_token_for_client(DEFAULT)["token_source"])

wrong = msal.ConfidentialClientApplication(os.environ["CLIENT_ID"], authority=AUTHORITY, client_credential="wrong")
print("wrong secret:", wrong.acquire_token_for_client(DEFAULT)["error_description"][:13])
pem = generate_private_key(65537, 2048).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
signed = msal.ConfidentialClientApplication(
    os.environ["CLIENT_ID"],
    authority=AUTHORITY,
    client_credential={"private_key": pem.decode(), "thumbprint": "A1" * 20},
)
print("signed assertion:", signed.acquire_token_for_client(DEFAULT)["error_description"][:13])
try:
    msal.ConfidentialClientApplication("x", authority="https://login.microsoftonline.com/nowhere.example")
except ValueError as error:
    print("unknown tenant:", "nowhere.example" in str(error))

public = msal.PublicClientApplication(os.environ["PUBLIC_CLIENT_ID"], authority=AUTHORITY)
flow = public.initiate_device_flow(["DeviceManagementApps.ReadWrite.All", "User.Read.All"])
browser.enter(flow["verification_uri"], flow["user_code"])
mine = public.acquire_token_by_device_flow(flow)
print("for:", mine["id_token_claims"]["preferred_username"], mine["scope"].split()[0])
[account] = public.get_accounts()
new = public.acquire_token_silent(["User.Read.All"], account, force_refresh=True)
print("refreshed:", new["access_token"] != mine["access_token"])
graph = {"Authorization": f"Bearer {new['access_token']}"}
users = requests.get("https://graph.microsoft.com/v1.0/users?$top=1", headers=graph, timeout=30)
connectors = "https://graph.microsoft.com/v1.0/deviceManagement/mobileThreatDefenseConnectors"
refused = requests.get(connectors, headers=graph, timeout=30)
print("within the scope:", users.status_code, refused.status_code)
