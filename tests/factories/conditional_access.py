"""Conditional Access policies, and the locations that they may name."""

import factory

from protection.engine.conditional_access import LocationType, PolicyState
from protection.models import ConditionalAccessPolicy, NamedLocation
from tests.factories.tenants import TenantFactory
from tests.instants import MONDAY


class ConditionalAccessPolicyFactory(factory.django.DjangoModelFactory[ConditionalAccessPolicy]):
    """A policy in report-only mode: Office 365 in a browser on Windows needs app protection, for `users`."""

    class Meta:
        model = ConditionalAccessPolicy

    tenant = factory.SubFactory(TenantFactory)
    display_name = factory.Sequence(lambda n: f"Conditional Access {n}")
    state = PolicyState.REPORT_ONLY
    created_date_time = MONDAY
    conditions = factory.LazyAttribute(
        lambda policy: {
            "clientAppTypes": ["browser"],
            "platforms": {"includePlatforms": ["windows"]},
            "applications": {"includeApplications": ["Office365"]},
            "users": policy.users,
        }
    )
    grant_controls = factory.LazyFunction(lambda: {"operator": "OR", "builtInControls": ["compliantApplication"]})

    class Params:
        users = factory.LazyFunction(lambda: {"includeUsers": ["All"]})


class NamedLocationFactory(factory.django.DjangoModelFactory[NamedLocation]):
    """An office's addresses; `type=LocationType.COUNTRY` makes it a country."""

    class Meta:
        model = NamedLocation

    tenant = factory.SubFactory(TenantFactory)
    type = LocationType.IP
    display_name = factory.Sequence(lambda n: f"Location {n}")
    created_date_time = MONDAY
    modified_date_time = MONDAY
    ip_ranges = factory.Maybe(
        factory.LazyAttribute(lambda location: location.type == LocationType.IP),
        [{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "203.0.113.0/24"}],
        [],
    )
    countries_and_regions = factory.Maybe(
        factory.LazyAttribute(lambda location: location.type == LocationType.COUNTRY), ["DE"], []
    )
