"""Is what a document holds read, refused, completed and described as its shape says?"""

from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

from intune_sim.errors import Invalid
from intune_sim.graph.decoding import decode
from intune_sim.graph.encoding import Encoder
from intune_sim.graph.metadata import csdl
from intune_sim.graph.odata.options import Options
from intune_sim.graph.resources import BETA, V1, Kind, Property, Resource, Shape, key, read_only, writable
from intune_sim.vocabulary import Word


class Colour(Word):
    """An enum."""

    NONE = "none"
    RED = "red"
    BLUE = "blue"


TARGET = Shape(
    type="target",
    is_abstract=True,
    properties=(writable("filterId", nullable=True, only=BETA),),
    derived=(
        Shape(
            type="groupTarget",
            properties=(writable("groupId", kind=Kind.GUID, required=True),),
            derived=(Shape(type="exclusionTarget"),),
        ),
        Shape(type="allTarget", only=BETA),
    ),
)
CONDITIONS = Shape(
    type="conditions",
    properties=(
        writable("colours", kind=Kind.ENUMS, words=Colour, type="colour", default=[]),
        writable("names", kind=Kind.STRINGS, default=[]),
        writable("targets", shape=TARGET, many=True, default=[]),
        read_only("level", kind=Kind.INT32, default=0),
    ),
)


def kept(name: str, **options: Any) -> Property:
    """A property of the document."""
    return writable(name, within="settings", **options)


THING = Resource(
    type="thing",
    path="things",
    rows=lambda tenant: [],
    properties=(
        key("id", value=lambda row: "1"),
        kept("isOn", kind=Kind.BOOLEAN, default=False),
        kept("size", kind=Kind.INT64, default=0),
        kept("ratio", kind=Kind.DOUBLE, nullable=True),
        kept("paint", kind=Kind.FLAGS, words=Colour, type="colours", default="none"),
        kept("colour", words=Colour, type="colour", default=Colour.RED.value),
        kept("since", kind=Kind.INSTANT, nullable=True),
        kept("lasts", kind=Kind.DURATION, nullable=True),
        kept("conditions", shape=CONDITIONS, nullable=True, only=BETA),
    ),
)
GROUP = "3f0c5f0e-1111-4222-8333-444455556666"


def written(body: Any, version: str = BETA) -> Any:
    return decode(body, THING, version, is_new=True).values


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"isOn": True}, {"isOn": True}),
        ({"ISON": True}, {"isOn": True}),
        ({"size": 2**40}, {"size": 2**40}),
        ({"ratio": 1}, {"ratio": 1.0}),
        ({"ratio": None}, {"ratio": None}),
        ({"paint": "red, blue"}, {"paint": "red,blue"}),
        ({"since": "2026-11-02T10:14:09+02:00"}, {"since": "2026-11-02T08:14:09Z"}),
        ({"lasts": "PT720M"}, {"lasts": "PT12H"}),
        (
            {
                "conditions": {
                    "@odata.type": "#microsoft.graph.conditions",
                    "colours": ["red"],
                    "names@odata.type": "#Collection(String)",
                    "level": 9,
                    "targets": [
                        {"@odata.type": "#microsoft.graph.exclusionTarget", "GROUPID": GROUP.upper()},
                        {"@odata.type": "microsoft.graph.allTarget"},
                    ],
                }
            },
            {
                "conditions": {
                    "colours": ["red"],
                    "targets": [
                        {"@odata.type": "#microsoft.graph.exclusionTarget", "groupId": GROUP},
                        {"@odata.type": "#microsoft.graph.allTarget"},
                    ],
                }
            },
        ),
    ],
)
def test_a_document_holds_what_the_body_brings_in_the_form_of_the_wire(body: Any, expected: Any) -> None:
    assert written(body) == {"settings": expected}


@pytest.mark.parametrize(
    ("body", "version", "named"),
    [
        ({"isOn": None}, BETA, "isOn"),
        ({"isOn": "true"}, BETA, "isOn"),
        ({"size": 2**63}, BETA, "size"),
        ({"size": True}, BETA, "size"),
        ({"paint": "red,green"}, BETA, "paint"),
        ({"paint": ["red"]}, BETA, "paint"),
        ({"colour": "green"}, BETA, "colour"),
        ({"since": "yesterday"}, BETA, "since"),
        ({"lasts": "P1Y"}, BETA, "lasts"),
        ({"conditions": {}}, V1, "conditions"),
        ({"conditions": []}, BETA, "conditions"),
        ({"conditions": {"names": [1]}}, BETA, "names"),
        ({"conditions": {"names": ["\x00"]}}, BETA, "names"),
        ({"conditions": {"taste": 1}}, BETA, "'taste' does not exist on type 'microsoft.graph.conditions'"),
        ({"conditions": {"targets": {}}}, BETA, "targets"),
        ({"conditions": {"targets": [{"groupId": GROUP}]}}, BETA, "targets"),
        ({"conditions": {"targets": [{"@odata.type": "#microsoft.graph.target"}]}}, BETA, "targets"),
        ({"conditions": {"targets": [{"@odata.type": "#microsoft.graph.user"}]}}, BETA, "targets"),
        ({"conditions": {"targets": [{"@odata.type": "#microsoft.graph.groupTarget"}]}}, BETA, "groupId"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name(body: Any, version: str, named: str) -> None:
    with pytest.raises(Invalid, match=named):
        written(body, version)


def test_what_was_never_written_shows_its_default() -> None:
    targets = [{"@odata.type": "#microsoft.graph.groupTarget", "groupId": GROUP}]
    row = SimpleNamespace(settings={"size": 7, "conditions": {"targets": targets}})

    beta = Encoder(version=BETA, base="").entity(row, THING, Options(), path="things", is_typed=False)
    old = Encoder(version=V1, base="").entity(row, THING, Options(), path="things", is_typed=False)

    plain = {
        "id": "1", "isOn": False, "size": 7, "ratio": None, "paint": "none", "colour": "red", "since": None,
        "lasts": None,
    }  # fmt: skip
    shown = [{"@odata.type": "#microsoft.graph.groupTarget", "filterId": None, "groupId": GROUP}]
    assert beta == {**plain, "conditions": {"colours": [], "names": [], "targets": shown, "level": 0}}
    assert old == plain


def test_shapes_and_enums_are_described() -> None:
    schema = "{http://docs.oasis-open.org/odata/ns/edm}"
    root = ElementTree.fromstring(csdl([THING], BETA))  # noqa: S314 - our own document

    types = {one.attrib["Name"]: one.attrib for one in root.iter(f"{schema}ComplexType")}
    enums = {one.attrib["Name"]: one for one in root.iter(f"{schema}EnumType")}
    properties = {one.attrib["Name"]: one.attrib["Type"] for one in root.iter(f"{schema}Property")}

    assert types["target"]["Abstract"] == "true"
    assert types["exclusionTarget"]["BaseType"] == "microsoft.graph.groupTarget"
    assert enums["colours"].attrib["IsFlags"] == "true"
    assert [one.attrib["Value"] for one in enums["colours"]] == ["0", "1", "2"]
    assert properties["colours"] == "Collection(microsoft.graph.colour)"
    assert properties["targets"] == "Collection(microsoft.graph.target)"
    assert properties["size"] == "Edm.Int64"
