"""What does a path mean? An address among the declared resources, found without a look at any row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from intune_sim.errors import Invalid
from intune_sim.graph.resources import Action, Navigation, Property, Resource

SEGMENT = re.compile(r"(?P<name>[^()]+)(?:\((?P<key>.*)\))?")
MOST_SEGMENTS = 12
NAMESPACE = "microsoft.graph."


class Leaf(Enum):
    """What the end of a path is."""

    COLLECTION = "collection"
    ENTITY = "entity"
    COUNT = "count"
    REFERENCES = "references"
    REFERENCE = "reference"
    PROPERTY = "property"
    ACTION = "action"


@dataclass(frozen=True)
class Address:
    """Where a path leads."""

    root: Resource
    leaf: Leaf = Leaf.COLLECTION
    key: str = ""
    navigation: Navigation | None = None
    item: str = ""
    one: Property | None = None
    action: Action | None = None

    @property
    def resource(self) -> Resource:
        """The resource of the rows at the end."""
        return self.navigation.resource if self.navigation else self.root

    def permissions(self, *, is_write: bool) -> tuple[str, ...]:
        """The permissions of which one is needed."""
        if self.navigation and self.navigation.read and not is_write:
            return self.navigation.read
        return self.root.write if is_write else self.root.read


class Router:
    """Knows the declared resources of both versions."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = tuple(resources)
        self._by_path = {tuple(one.path.lower().split("/")): one for one in resources}
        self._folders = {parts[:-1] for parts in self._by_path if len(parts) > 1}

    def resolve(self, path: str, version: str) -> Address:
        """The address of a path. Raises `Invalid`, naming the segment that leads nowhere."""
        segments = path.strip("/").split("/")
        if len(segments) > MOST_SEGMENTS:
            raise Invalid(f"The path has more than {MOST_SEGMENTS} segments.")
        resource, key, rest = self._root(segments, version)
        address = Address(resource)
        if key:
            address = replace(address, leaf=Leaf.ENTITY, key=key)
        while rest:
            address, rest = self._step(address, rest, version)
        return address

    def _root(self, segments: list[str], version: str) -> tuple[Resource, str, list[str]]:
        seen: tuple[str, ...] = ()
        for at, segment in enumerate(segments):
            name, key = _split(segment)
            here = (*seen, name.lower())
            found = self._by_path.get(here)
            if found and found.only in {"", version}:
                return found, key, segments[at + 1 :]
            if here not in self._folders or key:
                raise nowhere(segment)
            seen = here
        raise nowhere(segments[-1])

    def _step(self, address: Address, rest: list[str], version: str) -> tuple[Address, list[str]]:
        """One segment further."""
        segment, following = rest[0], rest[1:]
        if address.leaf is Leaf.COLLECTION:
            return self._into_collection(address, segment), following
        if address.leaf is Leaf.ENTITY:
            return self._into_entity(address, segment, version), following
        raise nowhere(segment)

    def _into_collection(self, address: Address, segment: str) -> Address:
        if segment.lower() == "$count":
            return replace(address, leaf=Leaf.COUNT)
        if segment.lower() == "$ref" and address.navigation and address.navigation.link:
            return replace(address, leaf=Leaf.REFERENCES)
        if segment.startswith("$"):
            raise nowhere(segment)
        if segment.lower().startswith((NAMESPACE, "graph.")):
            return _cast(address, segment)
        if address.navigation:
            return replace(address, leaf=Leaf.ENTITY, item=segment)
        return replace(address, leaf=Leaf.ENTITY, key=segment)

    def _into_entity(self, address: Address, segment: str, version: str) -> Address:
        if address.navigation:
            if segment.lower() == "$ref" and address.navigation.unlink:
                return replace(address, leaf=Leaf.REFERENCE)
            found = address.resource.property_named(segment, version)
            if found and not found.is_path:
                return replace(address, leaf=Leaf.PROPERTY, one=found)
            raise nowhere(segment)
        name, item = _split(segment)
        if navigation := address.root.navigation_named(name, version):
            leaf = Leaf.ENTITY if item else Leaf.COLLECTION
            return replace(address, leaf=leaf, navigation=navigation, item=item)
        if action := address.root.action_named(segment):
            return replace(address, leaf=Leaf.ACTION, action=action)
        if (found := address.root.property_named(segment, version)) and not found.is_path:
            return replace(address, leaf=Leaf.PROPERTY, one=found)
        if segment.lower().startswith(NAMESPACE):
            return _cast(address, segment)
        raise nowhere(segment)


def nowhere(segment: str) -> Invalid:
    """The refusal of a segment."""
    return Invalid(f"Resource not found for the segment '{segment}'.")


def _split(segment: str) -> tuple[str, str]:
    """A segment's name and the key behind it, without its quotes."""
    match = SEGMENT.fullmatch(segment)
    if match is None:
        raise nowhere(segment)
    key = match["key"] or ""
    if len(key) > 1 and key[0] == key[-1] == "'":
        key = key[1:-1].replace("''", "'")
    return match["name"], key


def _cast(address: Address, segment: str) -> Address:
    """A cast to the type that the rows have changes nothing; any other leads nowhere."""
    bare = segment.lower().removeprefix(NAMESPACE).removeprefix("graph.")
    if bare not in {address.resource.type.lower(), address.resource.sent_type.lower()}:
        raise nowhere(segment)
    return address
