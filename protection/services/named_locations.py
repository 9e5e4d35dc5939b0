"""How do the locations that Conditional Access policies name change? Only to what Microsoft Entra would take."""

import ipaddress
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from intune_sim.actors import Actor
from intune_sim.audit.models import Category, Operation
from intune_sim.audit.services import Change, differences, losses, record_change
from intune_sim.errors import Invalid
from intune_sim.holding import held
from intune_sim.tenants.models import Tenant
from protection.engine.conditional_access import LocationType
from protection.models import ConditionalAccessPolicy, NamedLocation
from protection.services.conditional_access import check_name, locations_of, plain_state

#: What a location of each type is made of beside its name.
LOCATION_FIELDS = {
    LocationType.IP: ("ip_ranges", "is_trusted"),
    LocationType.COUNTRY: (
        "countries_and_regions",
        "country_lookup_method",
        "include_unknown_countries_and_regions",
    ),
}
#: The limits of the product's documentation.
MOST_LOCATIONS = 195
MOST_RANGES = 2000
WIDEST_MASK = 8

COUNTRY = re.compile("[A-Z]{2}")


@transaction.atomic
def create_location(
    *, tenant: Tenant, type: LocationType, values: Mapping[str, Any], by: Actor, now: datetime
) -> NamedLocation:
    """Write a new named location. Raises `Invalid`."""
    if NamedLocation.objects.for_tenant(tenant).count() >= MOST_LOCATIONS:
        raise Invalid(f"A tenant has at most {MOST_LOCATIONS} named locations.")
    location = NamedLocation(tenant=tenant, type=type, created_date_time=now, modified_date_time=now, **values)
    _check(location)
    location.save()
    _audit(location, Operation.CREATE, differences({}, _state(location)), by=by, now=now)
    return location


@transaction.atomic
def edit_location(*, location: NamedLocation, values: Mapping[str, Any], by: Actor, now: datetime) -> NamedLocation:
    """Change what is given; ranges and countries are replaced whole. Raises `Invalid` and `NotFound`."""
    location = held(location)
    before = _state(location)
    for name, value in values.items():
        setattr(location, name, value)
    _check(location)
    if changes := differences(before, _state(location)):
        location.modified_date_time = now
        location.save()
        _audit(location, Operation.PATCH, changes, by=by, now=now)
    return location


@transaction.atomic
def delete_location(*, location: NamedLocation, by: Actor, now: datetime) -> None:
    """Delete a named location that no policy names and that is not trusted. Raises `Invalid` and `NotFound`."""
    location = held(location)
    if location.is_trusted:
        raise Invalid("A trusted named location cannot be deleted: mark it as not trusted first.")
    wanted = str(location.graph_id)
    for policy in ConditionalAccessPolicy.objects.for_tenant(location.tenant):
        if wanted in {one.lower() for one in locations_of(policy.conditions)}:
            raise Invalid(f"The named location is used by the policy '{policy.display_name}': take it out there first.")
    _audit(location, Operation.DELETE, losses(_state(location)), by=by, now=now)
    location.delete()


def _check(location: NamedLocation) -> None:
    check_name(location.display_name)
    if location.type == LocationType.COUNTRY:
        _check_countries(location.countries_and_regions)
    else:
        _check_ranges(location.ip_ranges)


def _check_countries(countries: list[str]) -> None:
    if not countries:
        raise Invalid("'countriesAndRegions' must name at least one country.")
    for one in countries:
        if not COUNTRY.fullmatch(one):
            raise Invalid(f"'countriesAndRegions' holds '{one}', which is no two-letter code of ISO 3166.")


def _check_ranges(ranges: list[dict[str, Any]]) -> None:
    if not 1 <= len(ranges) <= MOST_RANGES:
        raise Invalid(f"'ipRanges' must hold 1 to {MOST_RANGES} ranges.")
    for one in ranges:
        _check_range(one)


def _check_range(one: Mapping[str, Any]) -> None:
    version = 4 if "iPv4" in one["@odata.type"] else 6
    try:
        if "cidrAddress" in one:
            network = ipaddress.ip_network(one["cidrAddress"], strict=False)
            fits = network.version == version and "/" in one["cidrAddress"] and network.prefixlen >= WIDEST_MASK
        else:
            lower, upper = (ipaddress.ip_address(one.get(name) or "") for name in ("lowerAddress", "upperAddress"))
            fits = lower.version == upper.version == version and int(lower) <= int(upper)
    except ValueError:
        fits = False
    if not fits:
        given = one.get("cidrAddress") or f"{one.get('lowerAddress')} - {one.get('upperAddress')}"
        raise Invalid(
            f"'ipRanges' holds '{given}', which is no range of IPv{version} of mask /{WIDEST_MASK} or narrower."
        )


def _state(location: NamedLocation) -> dict[str, Any]:
    return plain_state(location, ("display_name", *LOCATION_FIELDS[LocationType(location.type)]))


def _audit(
    location: NamedLocation, operation: Operation, changes: Mapping[str, Change], *, by: Actor, now: datetime
) -> None:
    record_change(
        location, operation, changes, resource_type=str(location.type), category=Category.DIRECTORY, by=by, now=now
    )
