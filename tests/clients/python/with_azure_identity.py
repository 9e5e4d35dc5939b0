"""Credentials of azure-identity as Microsoft ships it: a secret, an admin's code, without the proxy, and a wrong secret."""

import asyncio
import os
from urllib.parse import urlsplit

import browser
import jwt
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential, DeviceCodeCredential
from azure.identity.aio import ClientSecretCredential as AsyncClientSecretCredential

DEFAULT = "https://graph.microsoft.com/.default"
tenant, client, secret = os.environ["TENANT_ID"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]


def said_by(token: str) -> dict[str, object]:
    return jwt.decode(token, options={"verify_signature": False})


credential = ClientSecretCredential(os.environ["TENANT_ID"], os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
token = credential.get_token("https://graph.microsoft.com/.default")
print("secret:", "roles" in said_by(token.token))

# At the instance's own address, which is no authority that Microsoft knows; NO_PROXY names it.
here = ClientSecretCredential(
    tenant, client, secret, authority=urlsplit(os.environ["INSTANCE"]).netloc, disable_instance_discovery=True
)
print("without the proxy:", said_by(here.get_token(DEFAULT).token)["iss"].startswith(os.environ["INSTANCE"]))


async def asynchronously() -> str:
    async with AsyncClientSecretCredential(tenant, client, secret) as credential:
        return (await credential.get_token(DEFAULT)).token


print("asynchronously:", "roles" in said_by(asyncio.run(asynchronously())))

# The tenant is left open: it is the application's.
person = DeviceCodeCredential(
    client_id=os.environ["PUBLIC_CLIENT_ID"],
    prompt_callback=lambda address, code, expires: browser.enter(address, code),
)
print("device code:", said_by(person.get_token(DEFAULT).token)["upn"])

try:
    ClientSecretCredential(tenant, client, "wrong").get_token(DEFAULT)
except ClientAuthenticationError as error:
    print("wrong secret:", "AADSTS7000215" in error.message)
