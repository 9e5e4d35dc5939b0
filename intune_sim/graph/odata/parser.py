"""What does a `$filter` say? A tree of frozen nodes; whatever the grammar does not know is refused by name."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from intune_sim.durations import InvalidDuration, parse_duration
from intune_sim.errors import Invalid
from intune_sim.graph.odata.lexer import Lexeme, Token, lex
from intune_sim.graph.odata.literals import parse_instant

DEEPEST = 30
MOST_TERMS = 200
#: No whole number has more characters.
WIDEST = 20
INT64 = 2**63

Value = str | int | float | bool | datetime | timedelta | None

COMPARISONS = ("eq", "ne", "gt", "ge", "lt", "le")
TEXT_FUNCTIONS = ("startswith", "endswith", "contains")


@dataclass(frozen=True)
class Literal:
    """A literal and the text that it was written as."""

    value: Value
    text: str


@dataclass(frozen=True)
class Compare:
    """`name operator literal`."""

    operator: str
    name: str
    literal: Literal


@dataclass(frozen=True)
class Member:
    """`name in (literal, …)`."""

    name: str
    literals: tuple[Literal, ...]


@dataclass(frozen=True)
class Text:
    """`function(name, 'text')`."""

    function: str
    name: str
    text: str


@dataclass(frozen=True)
class IsOf:
    """`isof('microsoft.graph.type')`."""

    type: str


@dataclass(frozen=True)
class Quantified:
    """`path/any(x:…)` or `path/all(x:…)`. Names inside start with the variable; `path/any()` has no node."""

    path: str
    is_all: bool
    variable: str
    node: "Node | None"


@dataclass(frozen=True)
class Not:
    """`not (…)`."""

    node: "Node"


@dataclass(frozen=True)
class Every:
    """Nodes joined by `and`."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Some:
    """Nodes joined by `or`."""

    nodes: tuple["Node", ...]


Node = Compare | Member | Text | IsOf | Quantified | Not | Every | Some


def parse_filter(text: str) -> Node:
    """The tree of a `$filter`. Raises `Invalid`."""
    return _Parser(text).parse()


class _Parser:
    """Recursive descent over the tokens of one filter."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(lex(text, option="$filter"))
        self.at = 0
        self.terms = 0

    @property
    def current(self) -> Lexeme:
        return self.tokens[self.at]

    def parse(self) -> Node:
        node = self.disjunction(0)
        if self.current.token is not Token.END:
            raise self.unexpected()
        return node

    def disjunction(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise Invalid(f"The filter is nested deeper than {DEEPEST} levels.")
        nodes = [self.conjunction(depth)]
        while self.take_word("or"):
            nodes.append(self.conjunction(depth))
        return nodes[0] if len(nodes) == 1 else Some(tuple(nodes))

    def conjunction(self, depth: int) -> Node:
        nodes = [self.unary(depth)]
        while self.take_word("and"):
            nodes.append(self.unary(depth))
        return nodes[0] if len(nodes) == 1 else Every(tuple(nodes))

    def unary(self, depth: int) -> Node:
        negations = 0
        while self.take_word("not"):
            negations += 1
        if negations > DEEPEST:
            raise Invalid(f"The filter is nested deeper than {DEEPEST} levels.")
        node = self.primary(depth)
        return Not(node) if negations % 2 else node

    def primary(self, depth: int) -> Node:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise Invalid(f"The filter has more than {MOST_TERMS} terms.")
        if self.take_mark("("):
            node = self.disjunction(depth + 1)
            self.expect_mark(")")
            return node
        name = self.expect(Token.NAME)
        if self.take_mark("("):
            return self.function(name, depth)
        return self.comparison(name)

    def function(self, name: str, depth: int) -> Node:
        function = name.lower()
        if function.endswith(("/any", "/all")):
            return self.quantified(name, depth)
        if function == "isof":
            return self.is_of()
        if function not in TEXT_FUNCTIONS:
            raise Invalid(f"The function '{name}' is not supported in $filter.")
        subject = self.expect(Token.NAME)
        self.expect_mark(",")
        node = Text(function, subject, _unquoted(self.expect(Token.STRING)))
        self.expect_mark(")")
        for operator in ("eq", "ne"):
            if self.take_word(operator):
                wanted = self.literal().value
                if not isinstance(wanted, bool):
                    raise Invalid(f"'{name}' can be compared with true and false only.")
                return node if wanted == (operator == "eq") else Not(node)
        return node

    def quantified(self, name: str, depth: int) -> Node:
        path, _, word = name.rpartition("/")
        is_all = word.lower() == "all"
        if not is_all and self.take_mark(")"):
            return Quantified(path, False, "", None)
        variable = self.expect(Token.NAME)
        if "/" in variable:
            raise self.unexpected()
        self.expect_mark(":")
        node = self.disjunction(depth + 1)
        self.expect_mark(")")
        return Quantified(path, is_all, variable, node)

    def is_of(self) -> Node:
        wanted = self.advance()
        if wanted.token not in {Token.STRING, Token.NAME}:
            raise Invalid("'isof' takes the name of a type: isof('microsoft.graph.x').")
        self.expect_mark(")")
        return IsOf(_unquoted(wanted.text) if wanted.token is Token.STRING else wanted.text)

    def comparison(self, name: str) -> Node:
        for operator in COMPARISONS:
            if self.take_word(operator):
                return Compare(operator, name, self.literal())
        if self.take_word("in"):
            self.expect_mark("(")
            literals = [self.literal()]
            while self.take_mark(","):
                literals.append(self.literal())
            self.expect_mark(")")
            if len(literals) > MOST_TERMS:
                raise Invalid(f"'in' takes at most {MOST_TERMS} values.")
            return Member(name, tuple(literals))
        if self.current.token is Token.NAME and self.current.text not in {"and", "or"}:
            raise Invalid(f"The operator '{self.current.text}' is not supported in $filter.")
        return Compare("eq", name, Literal(True, "true"))

    def literal(self) -> Literal:
        lexeme = self.advance()
        return Literal(_value(lexeme) if lexeme.token is not Token.END else self.refuse_end(), lexeme.text)

    def advance(self) -> Lexeme:
        lexeme = self.current
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return lexeme

    def take_word(self, word: str) -> bool:
        if self.current.token is Token.NAME and self.current.text == word:
            self.advance()
            return True
        return False

    def take_mark(self, mark: str) -> bool:
        if self.current.token is Token.MARK and self.current.text == mark:
            self.advance()
            return True
        return False

    def expect(self, token: Token) -> str:
        if self.current.token is not token:
            raise self.unexpected()
        return self.advance().text

    def expect_mark(self, mark: str) -> None:
        if not self.take_mark(mark):
            raise self.unexpected()

    def refuse_end(self) -> Value:
        raise self.unexpected()

    def unexpected(self) -> Invalid:
        return Invalid(f"Syntax error at position {self.current.at} in '{self.text}'.")


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'")


def _value(lexeme: Lexeme) -> Value:
    match lexeme.token:
        case Token.STRING:
            return _unquoted(lexeme.text)
        case Token.GUID:
            return lexeme.text
        case Token.NUMBER if not lexeme.text.lstrip("+-").isdigit():
            return float(lexeme.text)
        case Token.NUMBER if len(lexeme.text) <= WIDEST and -INT64 <= int(lexeme.text) < INT64:
            return int(lexeme.text)
        case Token.INSTANT if (moment := parse_instant(lexeme.text)) is not None:
            return moment
        case Token.DURATION:
            return _duration(lexeme.text)
        case Token.NAME if lexeme.text.lower() in {"true", "false", "null"}:
            return {"true": True, "false": False, "null": None}[lexeme.text.lower()]
    raise Invalid(f"'{lexeme.text}' is no literal that $filter knows.")


def _duration(text: str) -> timedelta:
    try:
        return parse_duration(text[len("duration'") : -1])
    except InvalidDuration as error:
        raise Invalid(str(error)) from error
