"""What do the tests of app protection's pages share? An admin's session, and a draft in her hands."""

from collections.abc import Callable

import pytest
from django.test import Client

from intune_sim.tenants.models import User
from tests.protection.drafts import Draft


@pytest.fixture
def client(sign_in: Callable[[User], Client], adele: User) -> Client:
    """Adele's session."""
    return sign_in(adele)


@pytest.fixture
def draft(client: Client) -> Draft:
    """A new policy that she has begun."""
    return Draft(client)
