"""How does Graph see the places that Conditional Access policies name? `namedLocation`, on v1.0 and beta."""

from functools import partial

from intune_sim.graph.resources import Call, Family, Kind, Property, Resource, Shape, Write, key, read_only, writable
from protection.engine.conditional_access import LocationType
from protection.graph.conditional_access import ALSO, READ, WRITE
from protection.models import NamedLocation
from protection.services import named_locations as services


def create_location(call: Call, write: Write, *, type: LocationType) -> NamedLocation:
    """Write a location of a type."""
    return services.create_location(tenant=call.tenant, type=type, values=write.values, by=call.by, now=call.now)


def edit_location(call: Call, location: NamedLocation, write: Write) -> None:
    """Change what the body brings."""
    services.edit_location(location=location, values=write.values, by=call.by, now=call.now)


def delete_location(call: Call, location: NamedLocation) -> None:
    """Delete the location."""
    services.delete_location(location=location, by=call.by, now=call.now)


CIDR = (writable("cidrAddress", kind=Kind.STRING, required=True),)
BOUNDS = (
    writable("lowerAddress", kind=Kind.STRING, required=True),
    writable("upperAddress", kind=Kind.STRING, required=True),
)
IP_RANGE = Shape(
    type="ipRange",
    is_abstract=True,
    derived=(
        Shape(type="iPv4CidrRange", properties=CIDR),
        Shape(type="iPv6CidrRange", properties=CIDR),
        Shape(type="iPv4Range", properties=BOUNDS),
        Shape(type="iPv6Range", properties=BOUNDS),
    ),
)

COMMON = (
    key("id"),
    writable("displayName", required=True),
    read_only("createdDateTime"),
    read_only("modifiedDateTime"),
    read_only("deletedDateTime", kind=Kind.INSTANT, nullable=True, shape_only=True, value=lambda location: None),
)


def _location(type: LocationType, properties: tuple[Property, ...]) -> Resource:
    """The locations of a type, and what one is made of."""
    return Resource(
        type=type.value,
        model=NamedLocation,
        rows=lambda tenant: NamedLocation.objects.for_tenant(tenant).filter(type=type),
        family=Family.IDENTITY,
        properties=(*COMMON, *properties),
        read=READ,
        write=WRITE,
        also=ALSO,
        create=partial(create_location, type=type),
        update=edit_location,
        updates_silently=True,
        delete=delete_location,
    )


IP_LOCATIONS = _location(
    LocationType.IP,
    (
        writable("isTrusted"),
        writable("ipRanges", shape=IP_RANGE, many=True, required=True),
    ),
)
COUNTRY_LOCATIONS = _location(
    LocationType.COUNTRY,
    (
        writable("countriesAndRegions", required=True),
        writable("includeUnknownCountriesAndRegions"),
        writable("countryLookupMethod", type="countryLookupMethodType"),
    ),
)
NAMED_LOCATIONS = Resource(
    type="namedLocation",
    path="identity/conditionalAccess/namedLocations",
    family=Family.IDENTITY,
    model=NamedLocation,
    rows=NamedLocation.objects.for_tenant,
    derived=(IP_LOCATIONS, COUNTRY_LOCATIONS),
    type_field="type",
    properties=COMMON,
    read=READ,
    write=WRITE,
    also=ALSO,
    update=edit_location,
    updates_silently=True,
    delete=delete_location,
)

RESOURCES = (NAMED_LOCATIONS,)
