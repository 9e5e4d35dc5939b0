"""What does a path mean? An address among the declared resources, found without a look at any row."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from intune_sim.errors import Invalid
from intune_sim.graph.resources import Action, Function, Navigation, Property, Resource

SEGMENT = re.compile(r"(?P<name>[^()]+)(?:\((?P<key>.*)\))?", re.DOTALL)
#: What calls a function, and is no key.
CALL = re.compile(r"[\w.]+\(.*\)", re.DOTALL)
#: `users(id='x')` is `users('x')`.
NAMED_KEY = re.compile(r"^\w+=(?=')")
MOST_SEGMENTS = 16
NAMESPACES = ("microsoft.graph.", "graph.")


class Leaf(Enum):
    """What the end of a path is."""

    COLLECTION = "collection"
    ENTITY = "entity"
    COUNT = "count"
    REFERENCES = "references"
    REFERENCE = "reference"
    PROPERTY = "property"
    ACTION = "action"
    FUNCTION = "function"


@dataclass(frozen=True)
class Key:
    """To the item with a key."""

    text: str


@dataclass(frozen=True)
class Into:
    """To what is behind a navigation."""

    navigation: Navigation


@dataclass(frozen=True)
class Cast:
    """To the items of one type alone."""

    resource: Resource


@dataclass(frozen=True)
class Address:
    """Where a path leads: from a declared resource, step by step, to its leaf."""

    root: Resource
    leaf: Leaf
    #: The resource at the end, as it is declared; a row may be of a type that derives from it.
    resource: Resource
    steps: tuple[Key | Into | Cast, ...] = ()
    one: Property | None = None
    bound: Action | Function | None = None
    #: What stands in a function's brackets.
    arguments: str = ""
    #: The action or function is the collection's.
    is_of_set: bool = False

    @property
    def navigation(self) -> Navigation | None:
        """The last navigation on the way."""
        return next((step.navigation for step in reversed(self.steps) if isinstance(step, Into)), None)

    def permissions(self, *, is_write: bool) -> tuple[str, ...]:
        """The permissions of which one is needed."""
        if self.bound and self.bound.permissions:
            return self.bound.permissions
        own = [step.navigation for step in reversed(self.steps) if isinstance(step, Into)]
        if is_write:
            return next((one.write for one in own if one.write), self.root.write)
        return next((one.read for one in own if one.read), self.root.read)


class Router:
    """Knows the declared resources of both versions."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = tuple(resources)
        self._by_path = {tuple(one.path.lower().split("/")): one for one in resources}
        self._folders = {parts[:end] for parts in self._by_path for end in range(1, len(parts))}

    def resolve(self, path: str, version: str) -> Address:
        """The address of a path. Raises `Invalid`, naming the segment that leads nowhere."""
        segments = segments_of(path)
        if len(segments) > MOST_SEGMENTS:
            raise Invalid(f"The path has more than {MOST_SEGMENTS} segments.")
        root, key, rest = self._root(segments, version)
        address = Address(root, Leaf.ENTITY if root.is_single else Leaf.COLLECTION, root)
        if key:
            address = _step(address, Key(key), Leaf.ENTITY, root)
        for segment in rest:
            address = _further(address, segment, version)
        return address

    def _root(self, segments: list[str], version: str) -> tuple[Resource, str, list[str]]:
        """The resource with the longest path, the key behind it, and what is left."""
        seen: tuple[str, ...] = ()
        found: tuple[Resource, str, list[str]] | None = None
        for at, segment in enumerate(segments):
            name, key = split(segment)
            seen = (*seen, name.lower())
            resource = self._by_path.get(seen)
            if resource and resource.is_in(version):
                found = resource, key, segments[at + 1 :]
            if key or seen not in self._folders:
                if found is None:
                    raise nowhere(segment)
                return found
        if found is None:
            raise nowhere(segments[-1])
        return found


def methods_of(address: Address, version: str) -> set[str]:
    """Which methods an address takes, as far as it can be told without a look at a row."""
    resources = list(candidates(address.resource, version))
    is_elsewhere = bool(address.navigation and address.resource.path)
    match address.leaf:
        case Leaf.COLLECTION:
            can_create = not is_elsewhere and any(one.create for one in resources)
            return {"GET", "POST"} if can_create else {"GET"}
        case Leaf.ENTITY:
            found = {"GET"}
            found |= {"PATCH"} if not is_elsewhere and any(one.update for one in resources) else set()
            return found | ({"DELETE"} if not is_elsewhere and any(one.delete for one in resources) else set())
        case Leaf.ACTION:
            return {"POST"}
        case Leaf.REFERENCES if address.navigation:
            return {"GET"} | ({"POST"} if address.navigation.link else set()) | _unlinking(address.navigation)
        case Leaf.REFERENCE if address.navigation:
            return _unlinking(address.navigation)
    return {"GET"}


def _unlinking(navigation: Navigation) -> set[str]:
    return {"DELETE"} if navigation.unlink else set()


def segments_of(path: str) -> list[str]:
    """The parts of a path; a slash inside of quotes parts nothing, and two in a row part as one does."""
    parts, is_quoted = [""], False
    for letter in path.strip("/"):
        is_quoted ^= letter == "'"
        if letter == "/" and not is_quoted:
            parts.append("")
        else:
            parts[-1] += letter
    found = path.strip("/").split("/") if is_quoted else parts
    return [one for one in found if one] or [""]


class Nowhere(Invalid):
    """A segment leads nowhere."""


def nowhere(segment: str) -> Nowhere:
    """The refusal of a segment."""
    return Nowhere(f"Resource not found for the segment '{segment}'.")


def split(segment: str) -> tuple[str, str]:
    """A segment's name and the key behind it, without its quotes."""
    match = SEGMENT.fullmatch(segment)
    if match is None:
        raise nowhere(segment)
    return match["name"], _unquoted(NAMED_KEY.sub("", match["key"] or ""))


def bare(name: str) -> str:
    """A name in lower case without the namespace."""
    lower = name.lower()
    return next((lower.removeprefix(space) for space in NAMESPACES if lower.startswith(space)), lower)


def candidates(resource: Resource, version: str) -> Iterator[Resource]:
    """Whose names an entity may have: its declared type's, and those of the types that derive from it."""
    yield resource
    yield from resource.derived_in(version)


def _unquoted(key: str) -> str:
    if len(key) > 1 and key[0] == key[-1] == "'":
        return key[1:-1].replace("''", "'")
    return key


def _step(address: Address, step: Key | Into | Cast, leaf: Leaf, resource: Resource) -> Address:
    return replace(address, steps=(*address.steps, step), leaf=leaf, resource=resource)


def _further(address: Address, segment: str, version: str) -> Address:
    """One segment further."""
    if address.leaf is Leaf.COLLECTION:
        return _into_collection(address, segment, version)
    if address.leaf is Leaf.ENTITY:
        return _into_entity(address, segment, version)
    raise nowhere(segment)


def _into_collection(address: Address, segment: str, version: str) -> Address:
    lower = segment.lower()
    if lower == "$count" and not address.resource.is_countable:
        raise Invalid(f"No OData route exists that match template ~/singleton/navigation/{segment} with http verb GET.")
    if lower == "$count":
        return replace(address, leaf=Leaf.COUNT)
    if lower == "$ref" and (into := address.navigation) and (into.link or into.context):
        return replace(address, leaf=Leaf.REFERENCES)
    if segment.startswith("$"):
        raise nowhere(segment)
    if found := _bound(address, segment, address.resource.set_functions, address.resource.set_actions, version):
        return replace(found, is_of_set=True)
    if lower.startswith(NAMESPACES):
        return _cast(address, segment, version)
    if CALL.fullmatch(segment):
        raise nowhere(segment)
    return _step(address, Key(_unquoted(segment)), Leaf.ENTITY, address.resource)


def _into_entity(address: Address, segment: str, version: str) -> Address:
    navigation = address.navigation
    if segment.lower() == "$ref" and navigation and navigation.unlink and isinstance(address.steps[-1], Key):
        return replace(address, leaf=Leaf.REFERENCE)
    name, key = split(segment)
    for owner in candidates(address.resource, version):
        if (into := owner.navigation_named(name, version)) and not (key and into.is_single):
            leaf = Leaf.ENTITY if into.is_single else Leaf.COLLECTION
            address = _step(address, Into(into), leaf, into.resource)
            return _step(address, Key(key), Leaf.ENTITY, into.resource) if key else address
        if found := _bound(address, segment, owner.functions, owner.actions, version):
            return found
    for owner in candidates(address.resource, version):
        if (one := owner.property_named(segment, version)) and not one.is_path:
            return replace(address, leaf=Leaf.PROPERTY, one=one)
    if segment.lower().startswith(NAMESPACES):
        return _cast(address, segment, version)
    raise nowhere(segment)


def _bound(
    address: Address, segment: str, functions: Iterable[Function], actions: Iterable[Action], version: str
) -> Address | None:
    """An action, or a function with what stands in its brackets; of several with one name, the first."""
    name, brackets, arguments = segment.partition("(")
    wanted = bare(name)
    everything: list[Action | Function] = [*functions, *actions]
    for one in everything:
        if one.name.lower() != wanted or not one.is_in(version):
            continue
        if brackets and not arguments.endswith(")"):
            raise nowhere(segment)
        if isinstance(one, Function):
            return replace(address, leaf=Leaf.FUNCTION, bound=one, arguments=arguments[:-1])
        if arguments in {"", ")"}:
            return replace(address, leaf=Leaf.ACTION, bound=one)
    return None


def _cast(address: Address, segment: str, version: str) -> Address:
    """A cast to the declared type changes nothing; one to a type that derives from it narrows; any other leads nowhere."""
    found = address.resource.narrowed_to(segment, version)
    if found is None:
        raise nowhere(segment)
    return address if found is address.resource else _step(address, Cast(found), address.leaf, found)
