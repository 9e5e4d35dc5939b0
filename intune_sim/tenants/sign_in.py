"""May this name and password sign in to the admin center?"""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from intune_sim.tenants.models import User
from intune_sim.tenants.services.sign_ins import ADMIN_CENTER, SignInDevice, SignInResult, record_sign_in


class DirectoryBackend(BaseBackend):
    """Signs in a user of any tenant by user principal name and password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The user, or None for a wrong name, a wrong password or a disabled account."""
        if not username or password is None:
            return None
        user = User.objects.select_related("tenant").filter(user_principal_name__iexact=username).first()
        if user is None:
            User().set_password(password)  # as slow as a wrong password, so that nobody learns which names exist
            return None
        result = SignInResult.SUCCESS if user.check_password(password) else SignInResult.INVALID_CREDENTIALS
        if result is SignInResult.SUCCESS and not user.account_enabled:
            result = SignInResult.ACCOUNT_DISABLED
        record_sign_in(user=user, target=ADMIN_CENTER, device=_device(request), result=result, now=user.tenant.now())
        return user if result is SignInResult.SUCCESS else None

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, with its tenant and roles."""
        return (
            User.objects.select_related("tenant")
            .prefetch_related("role_assignments")
            .filter(pk=user_id, account_enabled=True)
            .first()
        )


def _device(request: HttpRequest | None) -> SignInDevice:
    if request is None:
        return SignInDevice()
    return SignInDevice(
        ip_address=request.META.get("REMOTE_ADDR", ""), user_agent=request.headers.get("User-Agent", "")
    )
