"""What does the directory tell higher apps?"""

from dataclasses import dataclass
from datetime import datetime

from intune_sim.events import Event
from intune_sim.tenants.models import Group, Tenant, User


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(Event):
    """Users joined or left a group."""

    tenant: Tenant
    group: Group
    users: frozenset[int]
    joined: bool
    now: datetime


@dataclass(frozen=True, kw_only=True)
class UserChanged(Event):
    """A user's licence or account state changed."""

    tenant: Tenant
    user: User
    now: datetime


@dataclass(frozen=True, kw_only=True)
class UserLeaves(Event):
    """A user is about to be deleted."""

    tenant: Tenant
    user: User
    now: datetime


@dataclass(frozen=True, kw_only=True)
class GroupLeaves(Event):
    """A group is about to be deleted, with its memberships and assignments."""

    tenant: Tenant
    group: Group
    users: frozenset[int]
    now: datetime


@dataclass(frozen=True, kw_only=True)
class TenantSettingsChanged(Event):
    """A tenant's health-state validity or its rule for missing health states changed."""

    tenant: Tenant
    now: datetime
