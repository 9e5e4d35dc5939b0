"""What do the public SDKs know of a Graph type? Read from the sources of their models; nothing of them is loaded."""

import re
from functools import cache
from pathlib import Path

from tests.clients.environment import PYTHON

PACKAGES = {"v1.0": "msgraph", "beta": "msgraph_beta"}
BASE = re.compile(r"^class \w+\((\w+)", re.MULTILINE)
FIELD = re.compile(r'^ +"([\w@.]+)": lambda n : setattr\(self, \'\w+\', n\.get_(\w+)_values?\((\w*)\)\)', re.MULTILINE)
MEMBER = re.compile(r'^    \w+ = "([^"]*)"', re.MULTILINE)
#: What the models read a value with, and the types of CSDL that such a value has.
PRIMITIVES = {
    "bool": ("Edm.Boolean",),
    "bytes": ("Edm.Binary",),
    "date": ("Edm.Date",),
    "datetime": ("Edm.DateTimeOffset",),
    "float": ("Edm.Double", "Edm.Single"),
    "int": ("Edm.Int32", "Edm.Int64"),
    "str": ("Edm.String", "Edm.Int64"),
    "time": ("Edm.TimeOfDay",),
    "timedelta": ("Edm.Duration",),
    "uuid": ("Edm.String", "Edm.Guid"),
}


def types_of(version: str, name: str) -> dict[str, tuple[str, ...]]:
    """The CSDL types that each property of a type may have, its bases' ones too. Raises `FileNotFoundError`."""
    source = _source(version, name)
    [base] = BASE.findall(source)
    inherited = {} if base in {"Parsable", "AdditionalDataHolder"} else types_of(version, base)
    return inherited | {prop: _csdl(read, kind) for prop, read, kind in FIELD.findall(source)}


def members_of(name: str) -> set[str]:
    """The members of an enum, of either version: a member that is newer than a version is kept from it by other means."""
    known = [_file(version, name) for version in PACKAGES]
    return {member for file in known if file.exists() for member in MEMBER.findall(file.read_text())}


def _csdl(read: str, kind: str) -> tuple[str, ...]:
    if read == "collection_of_primitive":
        return tuple(f"Collection({one})" for one in PRIMITIVES[kind.lower()])
    if read in PRIMITIVES:
        return PRIMITIVES[read]
    name = f"microsoft.graph.{kind[0].lower()}{kind[1:]}"
    # The models read flags, one text on the wire, into a list.
    return {
        "enum": (name,),
        "object": (name,),
        "collection_of_enum": (name, f"Collection({name})"),
        "collection_of_object": (f"Collection({name})",),
    }[read]


@cache
def _source(version: str, name: str) -> str:
    return _file(version, name).read_text()


def _file(version: str, name: str) -> Path:
    [folder] = (PYTHON / ".venv").glob(f"lib/python3*/site-packages/{PACKAGES[version]}/generated/models")
    # `macOSCompliancePolicy` is in mac_o_s_compliance_policy.py; what shares its name with a namespace is inside of that.
    file = re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
    place = folder / file / f"{file}.py"
    return place if place.exists() else folder / f"{file}.py"
