"""What does the text of an option consist of? Tokens; a character that starts none is refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from intune_sim.errors import Invalid
from intune_sim.graph.odata.literals import INSTANT
from intune_sim.graph.properties import GUID

LONGEST = 8_192


class Token(Enum):
    """The kinds of token."""

    DURATION = "duration"
    STRING = "string"
    GUID = "guid"
    INSTANT = "instant"
    NUMBER = "number"
    NAME = "name"
    MARK = "mark"
    SPACE = "space"
    END = "end"


@dataclass(frozen=True)
class Lexeme:
    """A token with its text and where it stands."""

    token: Token
    text: str
    at: int


SHAPES = re.compile(
    "|".join(
        f"(?P<{token.name}>{shape})"
        for token, shape in (
            (Token.DURATION, r"duration'[^']*'"),
            (Token.STRING, r"'(?:[^']|'')*'"),
            (Token.GUID, rf"{GUID.pattern}(?![\w-])"),
            (Token.INSTANT, rf"{re.sub(r'[(](?![?])', '(?:', INSTANT.pattern)}(?![\w:.-])"),
            (Token.NUMBER, r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w])"),
            (Token.NAME, r"\$?[A-Za-z_][\w.]*(?:/[A-Za-z_][\w.]*)*"),
            (Token.MARK, r"[(),;:=]"),
            (Token.SPACE, r"\s+"),
        )
    ),
)


def lex(text: str, *, option: str) -> Iterator[Lexeme]:
    """The tokens of an option's text, spaces left out, with an end. Raises `Invalid`."""
    if len(text) > LONGEST:
        raise Invalid(f"The value of '{option}' is longer than {LONGEST} characters.")
    if "\x00" in text:
        raise Invalid(f"The value of '{option}' holds a character that is not allowed.")
    at = 0
    while at < len(text):
        match = SHAPES.match(text, at)
        if match is None:
            raise Invalid(f"Syntax error at position {at} in '{text}'.")
        if match.lastgroup != Token.SPACE.name:
            yield Lexeme(Token[str(match.lastgroup)], match.group(), at)
        at = match.end()
    yield Lexeme(Token.END, "", at)
