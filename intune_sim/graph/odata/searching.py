"""Which rows does a `$search` mean? Clauses like `"displayName:adele"`, joined by AND and OR, with brackets.

A clause is met where every word of it starts a word of the property (Microsoft Graph: advanced queries on the directory).
"""

import operator
import re
from functools import reduce

from django.db.models import CharField, Q, Value
from django.db.models.functions import Coalesce, Lower

from intune_sim.errors import Invalid
from intune_sim.graph.odata.filters import comparable, known
from intune_sim.graph.odata.lexer import LONGEST
from intune_sim.graph.odata.texts import matches
from intune_sim.graph.resources import Kind, Resource

DEEPEST = 10
MOST_CLAUSES = 30
TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|\(|\)|[A-Za-z]+|\s+')
#: What a word may stand behind.
BREAKS = " -_.,@'(/"


def parse_search(text: str, resource: Resource, version: str) -> Q:
    """The condition of a `$search`. Raises `Invalid`."""
    if len(text) > LONGEST or "\x00" in text:
        raise Invalid(f"The value of '$search' is longer than {LONGEST} characters, or holds one that is not allowed.")
    tokens, at = [], 0
    while at < len(text):
        match = TOKENS.match(text, at)
        if match is None:
            raise Invalid(
                f"Syntax error at position {at} of $search: a clause is a property and a text in double quotes."
            )
        if not match.group().isspace():
            tokens.append(match.group())
        at = match.end()
    if sum(token.startswith('"') for token in tokens) > MOST_CLAUSES:
        raise Invalid(f"$search takes at most {MOST_CLAUSES} clauses.")
    reading = _Reading(tokens, resource, version)
    condition = reading.either(0)
    if tokens:
        raise reading.unexpected()
    return condition


class _Reading:
    """Recursive descent over the tokens, which it takes from the list."""

    def __init__(self, tokens: list[str], resource: Resource, version: str) -> None:
        self.tokens = tokens
        self.resource = resource
        self.version = version

    def either(self, depth: int) -> Q:
        if depth > DEEPEST:
            raise Invalid(f"$search is nested deeper than {DEEPEST} levels.")
        found = [self.both(depth)]
        while self.take("OR"):
            found.append(self.both(depth))
        return reduce(operator.or_, found)

    def both(self, depth: int) -> Q:
        found = [self.one(depth)]
        while self.take("AND"):
            found.append(self.one(depth))
        return reduce(operator.and_, found)

    def one(self, depth: int) -> Q:
        if self.take("("):
            found = self.either(depth + 1)
            if not self.take(")"):
                raise self.unexpected()
            return found
        if not self.tokens or not self.tokens[0].startswith('"'):
            raise self.unexpected()
        return self.clause(re.sub(r"\\(.)", r"\1", self.tokens.pop(0)[1:-1]))

    def clause(self, text: str) -> Q:
        name, colon, wanted = text.partition(":")
        words = wanted.split()
        if not colon or not words:
            raise Invalid(
                f"'{text}' is no clause of $search: it is a property and a text, as in \"displayName:adele\"."
            )
        one = known(self.resource, name.strip(), self.version)
        if one.name not in self.resource.search or self.resource.kind(one) is not Kind.STRING:
            raise Invalid(f"The property '{one.name}' cannot be searched.")
        # A null is no text, so nothing in it starts with anything.
        given = Lower(Coalesce(comparable(self.resource, one), Value(""), output_field=CharField()))
        return reduce(operator.and_, (_starts_a_word(given, word) for word in words))

    def take(self, word: str) -> bool:
        if self.tokens and self.tokens[0] == word:
            self.tokens.pop(0)
            return True
        return False

    def unexpected(self) -> Invalid:
        found = self.tokens[0] if self.tokens else "its end"
        return Invalid(f"Syntax error in $search at {found}: clauses are joined by AND and OR.")


def _starts_a_word(given: Lower, word: str) -> Q:
    inside = (matches("contains", given, f"{mark}{word}") for mark in BREAKS)
    return reduce(operator.or_, inside, matches("startswith", given, word))
