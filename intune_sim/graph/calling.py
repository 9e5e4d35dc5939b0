"""What does a call of a function or an action bring? Its parameters by name, checked against the declaration."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from intune_sim.errors import Invalid
from intune_sim.graph import documents
from intune_sim.graph.resources import Action, Function, Kind, Parameter, Property

#: `name=value`, where a value is quoted text, a list, or a bare word.
ARGUMENT = re.compile(r"\s*(\w+)\s*=\s*('(?:[^']|'')*'|\[[^\]]*\]|[^,'\[\]]+)\s*(,|$)")
ITEM = re.compile(r"""\s*(?:'((?:[^']|'')*)'|"([^"]*)")\s*(,|$)""")


def called(functions: Iterable[Function], text: str) -> tuple[Function, dict[str, Any]]:
    """The function that takes what stands in the brackets, and its parameters. Raises `Invalid`."""
    given = dict(_arguments(text))
    known = list(functions)
    for function in known:
        names = {one.name.lower() for one in function.parameters}
        required = {one.name.lower() for one in function.parameters if one.required}
        if required <= given.keys() <= names:
            return function, {
                one.name: _read(given[one.name.lower()], one)
                for one in function.parameters
                if one.name.lower() in given
            }
    return _refuse(known[0], given)


def body_of(action: Action, body: Mapping[str, Any], version: str) -> Mapping[str, Any]:
    """An action's body as its parameters say; as it came where none are declared. Raises `Invalid`.

    Complex values without a shape stay as they came, for the action to read.
    """
    if not action.parameters:
        return body
    known = {one.name.lower(): one for one in action.parameters}
    read: dict[str, Any] = {}
    for name, value in body.items():
        if "@odata." in name:
            continue
        one = known.get(name.lower())
        if one is None:
            raise Invalid(f"The parameter '{name}' does not exist on the action '{action.name}'.")
        if one.kind is Kind.COMPLEX and one.shape is None:
            if value is not None and not isinstance(value, list if one.many else dict):
                raise documents.unfit(one.name)
            read[one.name] = value
        else:
            read[one.name] = documents.read(value, _as_property(one), version)
    missing = next((one for one in action.parameters if one.required and one.name not in read), None)
    if missing:
        raise documents.unfit(missing.name)
    return read


def _refuse(function: Function, given: Mapping[str, str]) -> tuple[Function, dict[str, Any]]:
    names = {one.name.lower() for one in function.parameters}
    unknown = next((name for name in given if name not in names), "")
    if unknown:
        raise Invalid(f"The parameter '{unknown}' does not exist on the function '{function.name}'.")
    missing = next(one.name for one in function.parameters if one.required and one.name.lower() not in given)
    raise Invalid(f"The function '{function.name}' needs the parameter '{missing}'.")


def _arguments(text: str) -> Iterator[tuple[str, str]]:
    at, seen = 0, set[str]()
    while at < len(text):
        match = ARGUMENT.match(text, at)
        if match is None or match[1].lower() in seen:
            raise Invalid(f"Syntax error in the parameters '{text}'.")
        seen.add(match[1].lower())
        yield match[1].lower(), match[2].strip()
        at = match.end()
        if match[3] and at == len(text):
            raise Invalid(f"Syntax error in the parameters '{text}'.")


def _read(text: str, one: Parameter) -> Any:
    """A parameter in its wire form. Raises `Invalid`."""
    value: Any = text
    if text == "null":
        value = None
    elif text.startswith("'"):
        value = text[1:-1].replace("''", "'")
    elif text.startswith("["):
        value = [single.replace("''", "'") or double for single, double, _ in ITEM.findall(text[1:-1])]
    elif one.kind is Kind.BOOLEAN and text.lower() in {"true", "false"}:
        value = text.lower() == "true"
    elif one.kind in {Kind.INT32, Kind.INT64} and re.fullmatch(r"-?\d{1,19}", text, re.ASCII):
        value = int(text)
    elif one.kind is Kind.DOUBLE and re.fullmatch(r"-?\d{1,19}(\.\d{1,19})?", text, re.ASCII):
        value = float(text)
    elif one.kind in {Kind.STRING, Kind.STRINGS, Kind.ENUM}:
        raise documents.unfit(one.name)
    return documents.read(value, _as_property(one), "")


def _as_property(one: Parameter) -> Property:
    nullable = not one.required
    return Property(
        name=one.name, kind=one.kind, words=one.words, shape=one.shape, many=one.many, nullable=nullable, type=one.type
    )
