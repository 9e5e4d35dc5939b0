"""How much of Microsoft Graph is served? Every known path and property against the declarations, with its witness."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from intune_sim.graph.known import KnownPath, KnownType, families
from intune_sim.graph.metadata import bound_to, types_of
from intune_sim.graph.resources import BETA, V1, Function, Property, Resource, Shape
from intune_sim.graph.router import Address, Leaf, Nowhere, Router, bare, methods_of
from intune_sim.vocabulary import Tone, Word

VERSIONS = (V1, BETA)
#: Which test asks each path for something and gets it: a line of a path and the test's name, written by a test run.
WITNESSES = Path(__file__).with_name("witnesses.txt")
#: The test that compares every declared property with the public models.
PROPERTIES_WITNESS = "tests/clients/test_models.py::test_every_property_has_the_type_that_the_models_read"


class Served(Word):
    """How far something of Graph is served."""

    REAL = "real", "Real", Tone.GOOD
    SHAPE_ONLY = "shapeOnly", "Shape only", Tone.NOTICE
    ABSENT = "absent", "Absent", Tone.NEUTRAL


@dataclass(frozen=True)
class Cell:
    """What a version has of a path: the methods that Graph has, by how far they are served."""

    real: tuple[str, ...] = ()
    shape_only: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether the version has the path at all."""
        return bool(self.real or self.shape_only or self.absent)

    @property
    def is_served(self) -> bool:
        """Whether any of it is answered."""
        return bool(self.real or self.shape_only)


@dataclass(frozen=True)
class PathRow:
    """A path of Graph in both versions."""

    path: str
    cells: tuple[Cell, ...]
    witness: str = ""

    @property
    def named_cells(self) -> list[tuple[str, Cell]]:
        """Each version with what it has."""
        return list(zip(VERSIONS, self.cells, strict=True))

    @property
    def is_served(self) -> bool:
        """Whether any version answers it."""
        return any(cell.is_served for cell in self.cells)


@dataclass(frozen=True)
class TypeRow:
    """A type of Graph: its properties by how far they are served in the newest version that has them."""

    name: str
    real: tuple[str, ...]
    shape_only: tuple[str, ...]
    absent: tuple[str, ...]
    witness: str = ""


@dataclass(frozen=True)
class FamilyReport:
    """What belongs together."""

    name: str
    paths: tuple[PathRow, ...]
    types: tuple[TypeRow, ...]

    @property
    def slug(self) -> str:
        """Its anchor."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    def count(self, served: Served) -> int:
        """How many methods of paths, in both versions, are served so far."""
        name = {Served.REAL: "real", Served.SHAPE_ONLY: "shape_only", Served.ABSENT: "absent"}[served]
        return sum(len(getattr(cell, name)) for row in self.paths for cell in row.cells)

    @property
    def counts(self) -> list[tuple[Served, int]]:
        """Every count, in order."""
        return [(served, self.count(served)) for served in Served]


def report(resources: Sequence[Resource]) -> tuple[FamilyReport, ...]:
    """The coverage of every family."""
    router = Router(resources)
    declared = {version: _declared(resources, version) for version in VERSIONS}
    return tuple(
        FamilyReport(
            name=family.name,
            paths=tuple(row for path in family.paths for row in _paths(path, router)),
            types=tuple(_type(one, declared) for one in family.types),
        )
        for family in families()
    )


@cache
def witnesses() -> Mapping[str, str]:
    """The test of each path."""
    lines = WITNESSES.read_text(encoding="utf-8").splitlines() if WITNESSES.exists() else []
    pairs = (line.partition(" ") for line in lines if line.startswith("/"))
    return {path: test.strip() for path, _, test in pairs}


def _paths(known: KnownPath, router: Router) -> Iterable[PathRow]:
    """The row of a path, and that of an item of it."""
    for path, methods in ((known.path, known.methods), (f"{known.path}/{{id}}", known.item_methods)):
        if any(methods.values()):
            cells = tuple(_cell(path, methods[version], router, version) for version in VERSIONS)
            row = PathRow(path, cells)
            # Items of what is always empty are witnessed with their collection.
            witness = witnesses().get(template(path)) or witnesses().get(template(path).removesuffix("/{}"), "")
            yield replace(row, witness=witness) if row.is_served else row


def template(path: str) -> str:
    """How a known path is called among the witnesses."""
    parts = path.lower().split("/")
    return "/".join("{}" if part == "{id}" else bare(part.partition("(")[0]) for part in parts)


def _cell(path: str, methods: tuple[str, ...], router: Router, version: str) -> Cell:
    if not methods:
        return Cell()
    address = _address(path, router, version)
    if address is None:
        return Cell(absent=methods)
    served = tuple(method for method in methods if method in methods_of(address, version))
    absent = tuple(method for method in methods if method not in served)
    is_hollow = address.resource.shape_only or (address.bound is not None and address.bound.shape_only)
    return Cell(shape_only=served, absent=absent) if is_hollow else Cell(real=served, absent=absent)


def _address(path: str, router: Router, version: str) -> Address | None:
    """The address that serves a path; a function must take the very parameters."""
    name, brackets, parameters = path.partition("(")
    try:
        address = router.resolve(name.replace("{id}", "x"), version)
    except Nowhere:
        return None
    if brackets and address.leaf is not Leaf.FUNCTION:
        return None
    if isinstance(address.bound, Function):
        wanted = {one.strip().lower() for one in parameters.removesuffix(")").split(",") if one.strip()}
        if not any({one.name.lower() for one in function.parameters} == wanted for function in _overloads(address)):
            return None
    elif address.leaf is Leaf.ENTITY and not path.endswith("{id}") and not _is_single(address):
        return None
    return address


def _overloads(address: Address) -> list[Function]:
    resources = (address.resource, *address.resource.derived)
    known = [one for resource in resources for one in (*resource.functions, *resource.set_functions)]
    return [one for one in known if address.bound and one.name == address.bound.name]


def _is_single(address: Address) -> bool:
    return address.root.is_single if not address.steps else bool(address.navigation and address.navigation.is_single)


def _declared(resources: Sequence[Resource], version: str) -> dict[str, dict[str, bool]]:
    """Every declared property of every type, in lower case, and whether it is there for its shape only."""
    found: dict[str, dict[str, bool]] = {}
    shapes: list[Shape] = []
    served = [one for one in resources if one.is_in(version)]
    for name, declarations in types_of(served, version).items():
        for resource in declarations:
            for one in resource.fields_in(version):
                hollow = resource.shape_only or one.shape_only
                found.setdefault(name, {}).setdefault(one.name, hollow)
                shapes += [one.shape] if one.shape else []
            shapes += [one.returns for one in bound_to(resource, version) if isinstance(one.returns, Shape)]
    while shapes:
        for variant in shapes.pop().variants.values():
            if variant.type not in found and variant.is_in(version):
                properties: list[Property] = list(variant.fields_in(version))
                found[variant.type] = {one.name: one.shape_only for one in properties}
                shapes += [one.shape for one in properties if one.shape]
    return found


def _type(known: KnownType, declared: Mapping[str, Mapping[str, Mapping[str, bool]]]) -> TypeRow:
    real, hollow, absent = [], [], []
    for name, versions in known.properties.items():
        served = [declared[version].get(known.name, {}).get(name) for version in versions]
        mark = name if len(versions) > 1 else f"{name} ({versions[0]})"
        if all(one is None for one in served):
            absent.append(mark)
        elif any(one is False for one in served):
            real.append(mark)
        else:
            hollow.append(mark)
    witness = PROPERTIES_WITNESS if real or hollow else ""
    return TypeRow(known.name, tuple(real), tuple(hollow), tuple(absent), witness)


def as_markdown(families: Iterable[FamilyReport]) -> str:
    """The report as a document."""
    lines = [
        "# What of Microsoft Graph is served",
        "",
        "Written by `manage.py coverage --write` from the declarations; a test fails when it is stale.",
        "*Real*: it does what Graph does. *Shape only*: it is answered as documented, and nothing stands behind it.",
        "*Absent*: Graph has it, and this server answers 501 (405 where only the method is missing).",
    ]
    for family in families:
        lines += ["", f"## {family.name}", ""]
        lines.append(" · ".join(f"{served.label}: {count}" for served, count in family.counts))
        lines += ["", "| Path | v1.0 | beta | Test |", "|---|---|---|---|"]
        for row in family.paths:
            cells = " | ".join(_markdown(cell) for cell in row.cells)
            lines.append(f"| `{row.path}` | {cells} | {_quoted(row.witness)} |")
        if family.types:
            lines += ["", "| Type | Real | Shape only | Absent |", "|---|---|---|---|"]
        for kind in family.types:
            columns = (", ".join(names) for names in (kind.real, kind.shape_only, kind.absent))
            lines.append(f"| `{kind.name}` | {' | '.join(columns)} |")
    return "\n".join([*lines, "", f"Properties are witnessed by `{PROPERTIES_WITNESS}`.", ""])


def _markdown(cell: Cell) -> str:
    if not cell.exists:
        return "-"
    parts = [" ".join(cell.real)] if cell.real else []
    parts += [f"shape only: {' '.join(cell.shape_only)}"] if cell.shape_only else []
    parts += [f"absent: {' '.join(cell.absent)}"] if cell.absent else []
    return "; ".join(parts)


def _quoted(text: str) -> str:
    return f"`{text}`" if text else ""
