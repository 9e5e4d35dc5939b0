"""Is every type of $metadata what the public SDKs of its version know, and nothing more?"""

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from tests.clients import models
from tests.clients.environment import ensure

pytestmark = pytest.mark.once

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
VERSIONS = ("v1.0", "beta")


@pytest.fixture(scope="session", autouse=True)
def _models() -> None:
    ensure()


def declared(version: str, *kinds: str) -> Iterator[Element]:
    """The types of a version's $metadata."""
    document = ElementTree.fromstring(Client().get(f"/{version}/$metadata").content)  # noqa: S314 - our own
    return (one for kind in kinds for one in document.iter(f"{EDM}{kind}"))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_property_has_the_type_that_the_models_read(version: str) -> None:
    wrong = {}
    for one in declared(version, "EntityType", "ComplexType"):
        name = one.attrib["Name"]
        try:
            known = models.types_of(version, name)
        except FileNotFoundError:
            wrong[name] = "no such type"
            continue
        for part in one.iter(f"{EDM}Property"):
            told, kind = part.attrib["Name"], part.attrib["Type"]
            # Every entity has a key here; the models of the roots, of which there is one each, leave it out.
            # They have no value that may be any JSON.
            if told != "id" and kind != "Edm.Untyped" and kind not in known.get(told, ()):
                wrong[f"{name}.{told}"] = f"{kind} is not one of {known.get(told, ())}"
        for part in one.iter(f"{EDM}NavigationProperty"):
            told, many = part.attrib["Name"], part.attrib["Type"].startswith("Collection(")
            # What is served behind it may be of a type that derives from what the models say.
            if [kind.startswith("Collection(") for kind in known.get(told, ())] != [many]:
                wrong[f"{name}.{told}"] = f"{part.attrib['Type']} is not {known.get(told, ())}"

    assert wrong == {}


#: What the documentation of the admin center lists and no SDK knows yet.
NEWER = {"windowsManagedAppClipboardSharingLevel": {"orgDestinationAnySource", "orgDestinationOrgSource"}}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_member_of_an_enum_is_one_that_the_models_have(version: str) -> None:
    wrong = {}
    for one in declared(version, "EnumType"):
        name = one.attrib["Name"]
        told = {member.attrib["Name"] for member in one.iter(f"{EDM}Member")}
        if beyond := told - models.members_of(name) - NEWER.get(name, set()):
            wrong[name] = sorted(beyond)

    assert wrong == {}
