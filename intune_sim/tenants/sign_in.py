"""May this name and password sign in to the admin center?"""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from intune_sim.tenants.models import User


class DirectoryBackend(BaseBackend):
    """Signs in a user of any tenant by user principal name and password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The user, or None for a wrong name, a wrong password or a disabled account."""
        if not username or password is None:
            return None
        user = User.objects.filter(user_principal_name__iexact=username).first()
        if user is None:
            User().set_password(password)  # as slow as a wrong password, so that nobody learns which names exist
            return None
        return user if user.check_password(password) and user.account_enabled else None

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, with its tenant and roles."""
        return (
            User.objects.select_related("tenant")
            .prefetch_related("role_assignments")
            .filter(pk=user_id, account_enabled=True)
            .first()
        )
