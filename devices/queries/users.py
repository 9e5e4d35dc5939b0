"""Whom does a page let an admin choose? Users found by the beginning of their name, and one by id."""

import uuid
from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from devices.models import WindowsManagedAppRegistration
from intune_sim.tenants.models import Tenant, User
from intune_sim.tenants.queries import users_called

#: A page or a pane shows so many; a search narrows them.
USERS_SHOWN = 50


def find_users(tenant: Tenant, *, search: str, with_registration: bool = False) -> Sequence[User]:
    """The first users whose name begins with a text; on demand only those with a live registration."""
    users = User.objects.for_tenant(tenant)
    if with_registration:
        live = WindowsManagedAppRegistration.objects.for_tenant(tenant).live()
        users = users.filter(Exists(live.filter(user=OuterRef("pk"))))
    return list(users_called(users, search, most=USERS_SHOWN))


def find_user(tenant: Tenant, guid: uuid.UUID) -> User | None:
    """One of a tenant's users."""
    return User.objects.for_tenant(tenant).filter(graph_id=guid).select_related("tenant").first()
