"""Which Conditional Access policies would apply to a sign-in that somebody describes?"""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any

from intune_sim.errors import Invalid
from intune_sim.graph.resources import as_guid
from intune_sim.tenants.models import Group, Tenant, User
from protection.engine.conditional_access import AnalysisReason, LocationType, PolicyState
from protection.engine.what_if import SignIn, reasons_against
from protection.models import ConditionalAccessPolicy, NamedLocation


def analysed(*, tenant: Tenant, sign_in: SignIn) -> list[tuple[ConditionalAccessPolicy, tuple[AnalysisReason, ...]]]:
    """Every policy of the tenant, and why it would not apply."""
    policies = ConditionalAccessPolicy.objects.for_tenant(tenant).order_by("pk")
    return [(one, reasons_against(PolicyState(one.state), one.conditions, sign_in)) for one in policies]


def people_of(*, tenant: Tenant, user: str) -> frozenset[str]:
    """A user and its groups, by their ids. Raises `Invalid` for a user who is not there."""
    guid = as_guid(user)
    if guid is None or not User.objects.for_tenant(tenant).filter(graph_id=guid).exists():
        raise Invalid(f"The user '{user}' was not found in the directory.")
    groups = Group.objects.filter(tenant=tenant, members__graph_id=guid).values_list("graph_id", flat=True)
    return frozenset({guid, *map(str, groups)})


def places_of(*, tenant: Tenant, address: str | None, country: str | None) -> frozenset[str] | None:
    """The named locations of an address and a country, by their ids; None where neither is said. Raises `Invalid`."""
    if address is None and country is None:
        return None
    found = [one for one in NamedLocation.objects.for_tenant(tenant) if _holds(one, address, country)]
    return frozenset({*(str(one.graph_id) for one in found), *("AllTrusted" for one in found if one.is_trusted)})


def _holds(location: NamedLocation, address: str | None, country: str | None) -> bool:
    if location.type == LocationType.COUNTRY:
        return country is not None and country.upper() in location.countries_and_regions
    return address is not None and any(_contains(one, address) for one in location.ip_ranges)


def _contains(ip_range: Mapping[str, Any], address: str) -> bool:
    try:
        wanted = ip_address(address)
    except ValueError as error:
        raise Invalid(f"'{address}' is no IP address.") from error
    if "cidrAddress" in ip_range:
        return wanted in ip_network(ip_range["cidrAddress"], strict=False)
    lowest, highest = ip_address(ip_range["lowerAddress"]), ip_address(ip_range["upperAddress"])
    return lowest.version == wanted.version and int(lowest) <= int(wanted) <= int(highest)
