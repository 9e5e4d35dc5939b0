"""What does this service serve? Its CSDL 4.0 document, made from the declarations of a version."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, tostring

from intune_sim.graph.resources import Action, Function, Kind, Navigation, Parameter, Property, Resource, Shape
from intune_sim.vocabulary import Word

EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
NAMESPACE = "microsoft.graph"

#: The primitive type of each kind.
PRIMITIVES = {
    Kind.STRING: "Edm.String",
    Kind.GUID: "Edm.String",
    Kind.BOOLEAN: "Edm.Boolean",
    Kind.INT32: "Edm.Int32",
    Kind.INT64: "Edm.Int64",
    Kind.DOUBLE: "Edm.Double",
    Kind.INSTANT: "Edm.DateTimeOffset",
    Kind.DURATION: "Edm.Duration",
    Kind.STRINGS: "Collection(Edm.String)",
}
#: What Graph calls the types of its folders, where they are not called like the folder.
FOLDER_TYPES = {
    "auditLogs": "auditLogRoot",
    "identity": "identityContainer",
    "deviceManagement/reports": "deviceManagementReports",
}


def named(kind: str, *, many: bool = False) -> str:
    """A type with its namespace: `user` is `microsoft.graph.user`; `Edm.` stays as it is."""
    if kind.startswith("Collection("):
        return named(kind.removeprefix("Collection(").removesuffix(")"), many=True)
    full = kind if kind.startswith(("Edm.", f"{NAMESPACE}.")) else f"{NAMESPACE}.{kind}"
    return f"Collection({full})" if many else full


def bare(kind: str) -> str:
    """A type's own name."""
    return kind.removeprefix("Collection(").removesuffix(")").removeprefix(f"{NAMESPACE}.")


def _spelt(one: Property | Parameter, kind: Kind) -> str:
    name = one.type or (one.shape.type if one.shape else "")
    many = one.many or kind is Kind.ENUMS
    return named(name or PRIMITIVES[kind], many=many and not name.startswith("Collection("))


def returned(bound: Action | Function) -> str:
    """The CSDL type of what a function or an action answers; empty where it answers nothing."""
    kind = bound.returns if isinstance(bound.returns, str) else bound.returns.type
    return named(kind, many=bound.many) if kind else ""


@dataclass
class _Document:
    """What has been written so far."""

    schema: Element
    version: str
    enums: dict[str, tuple[type[Word], bool]] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    #: Complex types of which nothing but the name is declared.
    open: dict[str, None] = field(default_factory=dict)

    def property(self, element: Element, one: Property, kind: Kind, words: type[Word] | None) -> None:
        """A property, and what its type needs."""
        text = _spelt(one, kind)
        SubElement(element, "Property", {"Name": one.name, "Type": text, "Nullable": _flag(one.nullable)})
        if one.shape:
            self.shapes.setdefault(one.shape.type, one.shape)
        else:
            self.mention(text, words, is_flags=kind is Kind.FLAGS)

    def mention(self, text: str, words: type[Word] | None, *, is_flags: bool = False) -> None:
        """A type that is named and must be written: an enum, or a complex type."""
        if words:
            self.enums[bare(text)] = (words, is_flags)
        elif "Edm." not in text:
            self.open[bare(text)] = None


def csdl(resources: Iterable[Resource], version: str) -> bytes:
    """The document."""
    served = [one for one in resources if one.is_in(version)]
    root = Element("edmx:Edmx", {"Version": "4.0", "xmlns:edmx": EDMX})
    services = SubElement(root, "edmx:DataServices")
    document = _Document(SubElement(services, "Schema", {"Namespace": NAMESPACE, "xmlns": EDM}), version)
    types = types_of(served, version)
    bases = {one.type_in(version): base for found in types.values() for base in found for one in base.derived}
    entities = {name: _entity(document, name, found, bases.get(name)) for name, found in types.items()}
    for name, found in types.items():
        _bound(document, name, found, entities)
    _complex_types(document, written=set(entities))
    for name, (words, is_flags) in document.enums.items():
        _enum(document.schema, name, words, is_flags=is_flags)
    container = SubElement(document.schema, "EntityContainer", {"Name": "GraphService"})
    _sets(document, entities, container, served)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def types_of(resources: Iterable[Resource], version: str) -> dict[str, list[Resource]]:
    """Every type of a version, with all of its declarations: each may have properties and navigations of its own."""
    found: dict[str, list[Resource]] = {}
    waiting = list(resources)
    while waiting:
        resource = waiting.pop(0)
        known = found.setdefault(resource.type_in(version), [])
        if resource not in known:
            known.append(resource)
            waiting += resource.derived_in(version)
            waiting += [one.resource for one in _navigations(resource, version)]
            waiting += [one.returns for one in bound_to(resource, version) if isinstance(one.returns, Resource)]
    return found


def bound_to(resource: Resource, version: str) -> Iterator[Action | Function]:
    """The actions and functions of a type and of its collection, as far as a version has them."""
    actions, functions = (*resource.actions, *resource.set_actions), (*resource.functions, *resource.set_functions)
    everything: tuple[Action | Function, ...] = (*actions, *functions)
    return (one for one in everything if one.is_in(version))


def _navigations(resource: Resource, version: str) -> Iterator[Navigation]:
    return (one for one in resource.navigations if one.is_in(version))


def _flag(yes: bool) -> str:
    return "true" if yes else "false"


def _entity(document: _Document, name: str, resources: list[Resource], base: Resource | None) -> Element:
    version = document.version
    attributes = {"Name": name} | ({"BaseType": named(base.type_in(version))} if base else {})
    attributes |= {"Abstract": "true"} if any(one.derived for one in resources) else {}
    entity = SubElement(document.schema, "EntityType", attributes)
    written: set[str] = set()
    if base:
        written = {one.name for one in base.fields_in(version)} | {one.name for one in _navigations(base, version)}
    else:
        SubElement(SubElement(entity, "Key"), "PropertyRef", {"Name": "id"})
        if not any(one.property_named("id", version) for one in resources):
            SubElement(entity, "Property", {"Name": "id", "Type": "Edm.String", "Nullable": "false"})
    for resource in resources:
        for one in resource.fields_in(version):
            if one.name not in written:
                kind = resource.kind(one)
                words = resource.words(one) if kind in {Kind.ENUM, Kind.FLAGS, Kind.ENUMS} else None
                document.property(entity, one, kind, words)
        written |= {one.name for one in resource.fields_in(version)}
    for resource in resources:
        for navigation in _navigations(resource, version):
            if navigation.name not in written:
                _navigation(entity, navigation.name, navigation.resource, version, is_single=navigation.is_single)
                written.add(navigation.name)
    return entity


def _navigation(element: Element, name: str, resource: Resource, version: str, *, is_single: bool) -> None:
    kind = named(resource.type_in(version), many=not is_single)
    SubElement(element, "NavigationProperty", {"Name": name, "Type": kind, "ContainsTarget": "true"})


def _complex_types(document: _Document, written: set[str]) -> None:
    """Complex types, those inside of others too, but for the names that are `written` already."""
    waiting: list[tuple[Shape, str]] = [(one, "") for one in document.shapes.values()]
    while waiting:
        shape, base = waiting.pop(0)
        if shape.type in written or not shape.is_in(document.version):
            continue
        written.add(shape.type)
        attributes = {"Name": shape.type}
        attributes |= {"BaseType": named(base)} if base else {}
        attributes |= {"Abstract": "true"} if shape.is_abstract else {}
        element = SubElement(document.schema, "ComplexType", attributes)
        known = set(document.shapes)
        for one in shape.fields_in(document.version):
            document.property(element, one, one.kind_in_document(), one.words)
        waiting += [(one, shape.type) for one in shape.derived]
        waiting += [(one, "") for name, one in document.shapes.items() if name not in known]
    for name in document.open:
        if name not in written and name not in document.enums:
            SubElement(document.schema, "ComplexType", {"Name": name, "OpenType": "true"})


def _enum(schema: Element, name: str, words: type[Word], *, is_flags: bool) -> None:
    """Members by position; those of flags are powers of two, and what says that none is set is 0."""
    enum = SubElement(schema, "EnumType", {"Name": name} | ({"IsFlags": "true"} if is_flags else {}))
    bits = [word for word in words if word.value not in {"none", "notSet"}]
    for word in words:
        value = (1 << bits.index(word) if word in bits else 0) if is_flags else word.rank
        SubElement(enum, "Member", {"Name": word.value, "Value": str(value)})


def _bound(document: _Document, name: str, resources: list[Resource], entities: Mapping[str, Element]) -> None:
    """Actions and functions of a type and of its collections, each once."""
    bound = [(one, resource) for resource in resources for one in bound_to(resource, document.version)]
    written: set[tuple[str, ...]] = set()
    for one, resource in bound:
        signature = (one.name, *(parameter.name for parameter in one.parameters))
        if signature in written:
            continue
        written.add(signature)
        is_of_set = one in (*resource.set_actions, *resource.set_functions)
        tag = "Action" if isinstance(one, Action) else "Function"
        element = SubElement(document.schema, tag, {"Name": one.name, "IsBound": "true"})
        binding = {"Name": "bindingParameter", "Type": named(name, many=is_of_set), "Nullable": "false"}
        SubElement(element, "Parameter", binding)
        for parameter in one.parameters:
            text = _spelt(parameter, parameter.kind)
            SubElement(element, "Parameter", {"Name": parameter.name, "Type": text})
            document.mention(text, parameter.words, is_flags=parameter.kind is Kind.FLAGS)
        if kind := returned(one):
            SubElement(element, "ReturnType", {"Type": kind})
            if isinstance(one.returns, Shape):
                document.shapes.setdefault(one.returns.type, one.returns)
            elif bare(kind) not in entities:
                document.mention(kind, None)


def _sets(document: _Document, entities: dict[str, Element], container: Element, served: list[Resource]) -> None:
    """Sets and singletons at the root; what stands below a folder hangs on the folder's own entity."""
    version = document.version
    folders = {one.path: entities[one.type_in(version)] for one in served if one.is_single and one.path}
    for resource in served:
        folder, _, name = resource.path.rpartition("/")
        kind = named(resource.type_in(version))
        if folder:
            element = _folder(document, folders, container, folder)
            _navigation(element, name, resource, version, is_single=resource.is_single)
        elif resource.is_single:
            SubElement(container, "Singleton", {"Name": name, "Type": kind})
        else:
            SubElement(container, "EntitySet", {"Name": name, "EntityType": kind})


def _folder(document: _Document, folders: dict[str, Element], container: Element, path: str) -> Element:
    if path in folders:
        return folders[path]
    above, _, name = path.rpartition("/")
    kind = FOLDER_TYPES.get(path, name)
    folders[path] = SubElement(document.schema, "EntityType", {"Name": kind})
    SubElement(SubElement(folders[path], "Key"), "PropertyRef", {"Name": "id"})
    SubElement(folders[path], "Property", {"Name": "id", "Type": "Edm.String", "Nullable": "false"})
    if above:
        parent = _folder(document, folders, container, above)
        SubElement(parent, "NavigationProperty", {"Name": name, "Type": named(kind), "ContainsTarget": "true"})
    else:
        SubElement(container, "Singleton", {"Name": name, "Type": named(kind)})
    return folders[path]
