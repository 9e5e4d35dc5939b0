"""What do tests of the demo tenant share? The tenant, seeded once for each module."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from intune_sim.portal.demo.story import seed
from intune_sim.tenants.models import Tenant

NOW = datetime(2026, 1, 15, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """The demo tenant as of `NOW`, where its clock stands still; what a test does to it is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        tenant = seed(now=NOW)
        assert tenant
        tenant.clock_frozen_at = NOW
        tenant.save()
        yield tenant
        transaction.set_rollback(True)
