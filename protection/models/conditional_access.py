"""Who may sign in to what, and from where? Conditional Access policies and named locations."""

import uuid

from django.db import models

from intune_sim.fields import WordField, words_only
from intune_sim.tenants.models import OwnedQuerySet, Tenant
from protection.engine.conditional_access import CountryLookupMethod, LocationType, PolicyState


class ConditionalAccessPolicy(models.Model):
    """A Conditional Access policy (`conditionalAccessPolicy`); conditions and controls are kept in their wire form."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="conditional_access_policies")
    display_name = models.CharField(max_length=256)
    description = models.TextField(blank=True)
    state = WordField(PolicyState)
    conditions = models.JSONField()
    grant_controls = models.JSONField(null=True, blank=True)
    session_controls = models.JSONField(null=True, blank=True)
    created_date_time = models.DateTimeField()
    modified_date_time = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet["ConditionalAccessPolicy"].as_manager()

    class Meta:
        constraints = [words_only("conditional_access_state_words", "state", PolicyState)]
        indexes = [
            # The policy list of one tenant.
            models.Index(fields=["tenant", "id"], name="conditional_access_tenant"),
        ]

    def __str__(self) -> str:
        return self.display_name


class NamedLocation(models.Model):
    """Some addresses or some countries that policies may name (`ipNamedLocation`, `countryNamedLocation`)."""

    graph_id = models.UUIDField(default=uuid.uuid4, unique=True)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="named_locations")
    type = WordField(LocationType)
    display_name = models.CharField(max_length=256)
    created_date_time = models.DateTimeField()
    modified_date_time = models.DateTimeField()
    ip_ranges = models.JSONField(default=list, blank=True)
    is_trusted = models.BooleanField(default=False)
    countries_and_regions = models.JSONField(default=list, blank=True)
    country_lookup_method = WordField(CountryLookupMethod, default=CountryLookupMethod.CLIENT_IP_ADDRESS)
    include_unknown_countries_and_regions = models.BooleanField(default=False)

    objects = OwnedQuerySet["NamedLocation"].as_manager()

    class Meta:
        constraints = [
            words_only("named_location_type_words", "type", LocationType),
            words_only("named_location_lookup_words", "country_lookup_method", CountryLookupMethod),
        ]
        indexes = [
            # The location list of one tenant.
            models.Index(fields=["tenant", "id"], name="named_location_tenant"),
        ]

    def __str__(self) -> str:
        return self.display_name
