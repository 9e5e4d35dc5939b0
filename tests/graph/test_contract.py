"""Does every declared type have the properties of the public Graph, with their kinds, and none that a version lacks?"""

import pytest

from connectors import graph as connectors
from devices import graph as devices
from intune_sim.audit import graph as audit
from intune_sim.graph.metadata import reached, type_of
from intune_sim.graph.resources import BETA, V1, Kind, Property, Resource
from intune_sim.tenants import graph as tenants
from protection import graph as protection
from tests.graph.facts import FACTS

SERVED = (*connectors.RESOURCES, *protection.RESOURCES, *devices.RESOURCES, *tenants.RESOURCES, *audit.RESOURCES)
#: The public models spell a Windows registration as its base type, and do not hold licences
#: and what is inside of a status report.
KNOWN_AS = {"windowsManagedAppRegistration": "managedAppRegistration"}
UNKNOWN = {"subscribedSku", "licenseDetails", "managedAppStatus", "deviceManagement", "deviceAppManagement"}
KINDS = {
    "bool": "Edm.Boolean",
    "int": "Edm.Int32",
    "int64": "Edm.Int64",
    "str": "Edm.String",
    "uuid": "Edm.Guid",
    "datetime": "Edm.DateTimeOffset",
    "timedelta": "Edm.Duration",
    "Collection(str)": "Collection(Edm.String)",
}
CASES = [
    pytest.param(resource, version, id=f"{version} {resource.type_in(version)}")
    for version in (V1, BETA)
    for base in reached([one for one in SERVED if one.only in {"", version}], version)
    for resource in (base, *base.derived)
    if resource.type not in UNKNOWN and resource.only in {"", version}
]


def wired(kind: str) -> str:
    """A kind of the facts as CSDL writes it."""
    if kind in KINDS:
        return KINDS[kind]
    bare = kind.removeprefix("Collection(").removesuffix(")")
    name = f"microsoft.graph.{bare[0].lower()}{bare[1:]}"
    return f"Collection({name})" if kind.startswith("Collection(") else name


def listed(resource: Resource, one: Property) -> str:
    """A property's type as the models list it: they read flags, one text on the wire, into a list."""
    kind = type_of(resource, one)
    return f"Collection({kind})" if resource.kind(one) is Kind.FLAGS else kind


@pytest.mark.parametrize(("resource", "version"), CASES)
def test_a_type_is_what_the_public_models_say(resource: Resource, version: str) -> None:
    name = resource.type_in(version)
    known = {
        one: wired(kind) for kind, names in FACTS[version][KNOWN_AS.get(name, name)].items() for one in names.split()
    }

    declared = {one.name: listed(resource, one) for one in resource.fields_in(version) if one.name != "id"}

    assert declared.items() <= known.items()


@pytest.mark.parametrize(("resource", "version"), CASES)
def test_every_property_has_its_column(resource: Resource, version: str) -> None:
    for one in resource.fields_in(version):
        assert one.value or one.within or resource.model_field(one)
        assert resource.kind(one)
