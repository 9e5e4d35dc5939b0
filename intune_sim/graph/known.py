"""What does Microsoft Graph have, whether or not it is served here? Its paths and properties, by family and version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from intune_sim.graph.resources import BETA, V1
from intune_sim.graph.router import CALL, NAMESPACES, bare, segments_of

SOURCE = Path(__file__).with_name("known_graph.txt")
#: What ends a path without being a place of its own.
ENDS = frozenset({"$count", "$ref", "$value"})


@dataclass(frozen=True)
class KnownPath:
    """A path with the methods that each version has, of itself and of an item below it."""

    path: str
    methods: Mapping[str, tuple[str, ...]]
    item_methods: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class KnownType:
    """A type with its properties, and the versions that have each."""

    name: str
    properties: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class KnownFamily:
    """Paths and types that belong together."""

    name: str
    paths: list[KnownPath] = field(default_factory=list)
    types: list[KnownType] = field(default_factory=list)


@cache
def families() -> tuple[KnownFamily, ...]:
    """Everything that is known, read once."""
    found: list[KnownFamily] = []
    for line in _lines(SOURCE.read_text(encoding="utf-8").splitlines()):
        if line.startswith("## "):
            found.append(KnownFamily(line.removeprefix("## ")))
        elif line.startswith("/"):
            found[-1].paths.append(_path(line))
        else:
            found[-1].types.append(_type(line))
    return tuple(found)


def is_known(path: str, version: str) -> bool:
    """Whether a version of Graph has a path, however it is written: keys, casts and functions' brackets aside."""
    return bool(template_of(path, version))


def is_name(path: str, version: str) -> bool:
    """Whether the end of a path is a name that a version of Graph has there, and so no key."""
    template = template_of(path, version)
    return bool(template) and not template.endswith("{}")


def template_of(path: str, version: str) -> str:
    """The known path that a path is one of, in lower case and with `{}` for keys; empty where the version lacks it."""
    at: dict[str, Any] = _tree(version)
    found = ""
    segments = segments_of(path)
    end = segments.pop().lower() if segments[-1].lower() in ENDS else ""
    for segment in segments:
        name, bracket, brackets = segment.partition("(")
        if bracket and not brackets.endswith(")"):
            return ""
        if bare(name) in at:
            found, at = f"{found}/{bare(name)}", at[bare(name)]
        elif segment.lower().startswith(NAMESPACES):
            if bare(name) not in _types(version):
                return ""
            continue
        elif "{}" in at and not segment.startswith("$") and not CALL.fullmatch(segment):
            found, at = f"{found}/{{}}", at["{}"]
        else:
            return ""
        if "*" in at:
            return f"{found}/*"
        if brackets not in {"", ")"} and "{}" in at:
            found, at = f"{found}/{{}}", at["{}"]
    if end in at:
        return f"{found}/{end}" if end else found
    return found if "" in at else ""


@cache
def _types(version: str) -> frozenset[str]:
    """The types of a version, in lower case."""
    known = (one for family in families() for one in family.types)
    return frozenset(one.name.lower() for one in known if any(version in each for each in one.properties.values()))


@cache
def _tree(version: str) -> dict[str, Any]:
    """Every path of a version, segment by segment; an empty name ends one."""
    root: dict[str, Any] = {}
    for one in (path for family in families() for path in family.paths):
        if not one.methods[version] and not one.item_methods[version]:
            continue
        at = root
        for segment in one.path.strip("/").lower().split("/"):
            at = at.setdefault("{}" if segment == "{id}" else bare(segment.partition("(")[0]), {})
        at[""] = {}
        if one.item_methods[version]:
            at.setdefault("{}", {})[""] = {}
    return root


def _lines(lines: Iterable[str]) -> Iterable[str]:
    """Lines without comments, each with those that go on below it."""
    whole = ""
    for line in lines:
        if line.startswith("  "):
            whole += f" {line.strip()}"
            continue
        if whole:
            yield whole
        whole = "" if not line.strip() or line.startswith("# ") else line
    if whole:
        yield whole


def _path(line: str) -> KnownPath:
    path, *columns = line.split()
    methods = {version: column.partition(";") for version, column in zip((V1, BETA), columns, strict=True)}
    return KnownPath(
        path,
        {version: _methods(own) for version, (own, _, _) in methods.items()},
        {version: _methods(item) for version, (_, _, item) in methods.items()},
    )


def _methods(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.strip("-").split(",")))


def _type(line: str) -> KnownType:
    name, _, properties = line.partition(":")
    marks = {"*": (BETA,), "-": (V1,)}
    found = {one.rstrip("*-"): marks.get(one[-1], (V1, BETA)) for one in properties.split()}
    return KnownType(name, found)
