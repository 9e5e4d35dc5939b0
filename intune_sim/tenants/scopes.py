"""What may an application do for somebody who signs in? The scopes that it asks for, and what they mean."""

from collections.abc import Iterable

from intune_sim.tenants.roles import AppRole

#: What a token may be meant for: Microsoft Graph, by address or by application id.
AUDIENCES = ("https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000")
#: Everything that the application may have.
DEFAULT = ".default"
#: The scope that asks for refresh tokens.
OFFLINE_ACCESS = "offline_access"
#: What a sign-in may ask for besides; no API knows it.
SIGN_IN = ("openid", "profile", "email", OFFLINE_ACCESS)
#: The scopes of Microsoft Graph, each with the words in which a user is asked for it.
DELEGATED: dict[str, str] = {
    "User.Read": "Sign in and read your profile",
    **{
        role.value: role.label
        for role in AppRole
        if role not in {AppRole.PARTNER_REPORT, AppRole.MANAGED_APP_CLIENT, AppRole.SIMULATOR_CONTROL}
    },
}


def bare(scope: str) -> str:
    """A scope without the audience that may stand before it."""
    for audience in AUDIENCES:
        scope = scope.removeprefix(f"{audience}/").removeprefix("/")
    return scope


def is_known(scope: str) -> bool:
    """Whether a sign-in may ask for it."""
    return scope in SIGN_IN or bare(scope) in {DEFAULT, *DELEGATED}


def expanded(scopes: Iterable[str]) -> tuple[str, ...]:
    """The bare names of the scopes of Microsoft Graph; `.default` is all that there are."""
    named = dict.fromkeys(bare(scope) for scope in scopes if scope not in SIGN_IN)
    return tuple(DELEGATED) if DEFAULT in named else tuple(named)


def audience_of(scopes: Iterable[str]) -> str:
    """Whom the token is for: the audience that one of the scopes names, or Microsoft Graph by its address."""
    scopes = tuple(scopes)
    return next((one for one in AUDIENCES for scope in scopes if scope.startswith(f"{one}/")), AUDIENCES[0])
