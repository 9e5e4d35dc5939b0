"""How does an application come to act for a user? By a code that the user enters in a browser; then by refresh tokens."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from intune_sim.errors import Conflict, NotFound
from intune_sim.tenants.models import Application, DeviceCode, DeviceCodeState, RefreshToken, User
from intune_sim.tenants.scopes import OFFLINE_ACCESS, expanded

#: As Entra has it: a quarter of an hour to enter the code, ninety days for a refresh token.
CODE_LIFETIME = timedelta(minutes=15)
REFRESH_LIFETIME = timedelta(days=90)
#: Without what looks like something else.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True)
class NewCode:
    """A device code that has just been made, and what the user enters for it."""

    device_code: str
    user_code: str


@dataclass(frozen=True)
class Grant:
    """What a user let an application do, with the token by which it may come back (empty without `offline_access`)."""

    user: User
    scopes: tuple[str, ...]
    refresh_token: str


class CodeUnknown(NotFound):
    """There is no such code, or not for this application."""


class CodeExpired(Conflict):
    """Nobody entered the code in time."""


class CodePending(Conflict):
    """Nobody has entered the code yet."""


class CodeDeclined(Conflict):
    """The user has said no."""


class CodeRedeemed(Conflict):
    """The code has been exchanged already."""


class NotConsented(Conflict):
    """The application asks for more than the user granted; the message names it."""


class AccountDisabled(Conflict):
    """The user may not sign in any more."""


@transaction.atomic
def start_device_code(*, application: Application, scopes: Sequence[str], now: datetime) -> NewCode:
    """Make a code for an application; those that have expired go."""
    application.device_codes.filter(expires_at__lt=now - CODE_LIFETIME).delete()
    new = NewCode(secrets.token_urlsafe(48), "".join(secrets.choice(LETTERS) for _ in range(9)))
    DeviceCode.objects.create(
        application=application,
        code_hash=hashed(new.device_code),
        user_code=new.user_code,
        scopes=list(scopes),
        expires_at=now + CODE_LIFETIME,
    )
    return new


def waiting_code(*, user: User, user_code: str, now: datetime) -> DeviceCode:
    """The code that somebody enters, if it waits for a user of this tenant. Raises `CodeUnknown`."""
    found = (
        DeviceCode.objects.select_related("application")
        .filter(application__tenant=user.tenant, state=DeviceCodeState.PENDING, expires_at__gt=now)
        .filter(user_code="".join(user_code.split()).replace("-", "").upper()[:9])
        .first()
    )
    if found is None:
        raise CodeUnknown("That code didn't work. Check the code and try again.")
    return found


def decide_device_code(*, user: User, user_code: str, approves: bool, now: datetime) -> DeviceCode:
    """Let the application act for the user, or not. Raises `CodeUnknown`, also where somebody else was faster."""
    code = waiting_code(user=user, user_code=user_code, now=now)
    state = DeviceCodeState.APPROVED if approves else DeviceCodeState.DECLINED
    if not DeviceCode.objects.filter(pk=code.pk, state=DeviceCodeState.PENDING).update(state=state, user=user):
        raise CodeUnknown("That code didn't work. Check the code and try again.")
    return code


@transaction.atomic
def redeem_device_code(*, application: Application, device_code: str, now: datetime) -> Grant:
    """What the user granted, once.

    Raises `CodeUnknown`, `CodeExpired`, `CodePending`, `CodeDeclined`, `CodeRedeemed` and `AccountDisabled`.
    """
    code = application.device_codes.select_for_update().filter(code_hash=hashed(device_code)).first()
    if code is None:
        raise CodeUnknown("The device code is not known.")
    if code.state == DeviceCodeState.REDEEMED:
        raise CodeRedeemed("The device code was redeemed already.")
    if code.state == DeviceCodeState.DECLINED:
        raise CodeDeclined("The user declined.")
    if code.expires_at <= now:
        raise CodeExpired("The device code has expired.")
    if code.user is None:
        raise CodePending("The user has not entered the code yet.")
    code.state = DeviceCodeState.REDEEMED
    code.save(update_fields=["state"])
    return _granted(application, code.user, tuple(code.scopes), now)


@transaction.atomic
def redeem_refresh_token(*, application: Application, token: str, asked: Sequence[str], now: datetime) -> Grant:
    """What a refresh token stands for, and its successor; it counts no more.

    Raises `CodeUnknown`, `AccountDisabled`, and `NotConsented` where more is asked than was granted.
    """
    held = application.refresh_tokens.select_for_update().filter(token_hash=hashed(token), expires_at__gt=now).first()
    if held is None:
        raise CodeUnknown("The refresh token is not known, was used already, or has expired.")
    beyond = set(expanded(asked)).difference(expanded(held.scopes))
    if beyond:
        raise NotConsented(", ".join(sorted(beyond)))
    held.delete()
    return _granted(application, held.user, tuple(held.scopes), now)


def hashed(secret: str) -> str:
    """How a long random secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _granted(application: Application, user: User, scopes: tuple[str, ...], now: datetime) -> Grant:
    if not user.account_enabled:
        raise AccountDisabled(f"The account '{user.user_principal_name}' is disabled.")
    application.refresh_tokens.filter(user=user, expires_at__lte=now).delete()
    if OFFLINE_ACCESS not in scopes:
        return Grant(user=user, scopes=scopes, refresh_token="")
    token = secrets.token_urlsafe(48)
    RefreshToken.objects.create(
        application=application,
        user=user,
        token_hash=hashed(token),
        scopes=list(scopes),
        expires_at=now + REFRESH_LIFETIME,
    )
    return Grant(user=user, scopes=scopes, refresh_token=token)
