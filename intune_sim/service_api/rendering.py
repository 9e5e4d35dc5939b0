"""How does an answer become bytes? As JSON in UTF-8, whatever the caller says it accepts."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class ServiceRenderer(BaseRenderer):
    """Writes plain values and msgspec structs; times come out in UTC with a Z."""

    media_type = "application/json"
    format = "json"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The answer's body; none where there is nothing to say."""
        return b"" if data is None else msgspec.json.encode(data)


class OneForm(BaseContentNegotiation):
    """There is one form of every answer; a body must come in the parser's."""

    def select_parser(self, request: Request, parsers: Sequence[BaseParser]) -> BaseParser | None:  # type: ignore[override]
        """The parser of the body's content type; None, and so 415, for any other type or charset."""
        kind, _, parameters = request.content_type.lower().partition(";")
        charset = next((value for name, _, value in _pairs(parameters) if name == "charset"), "utf-8")
        wanted = kind.strip() if charset in {"utf-8", "us-ascii"} else ""
        return next((parser for parser in parsers if parser.media_type == wanted), None)

    def select_renderer(  # type: ignore[override]
        self, request: Request, renderers: Sequence[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The first renderer, always."""
        return renderers[0], str(renderers[0].media_type)


def _pairs(parameters: str) -> list[tuple[str, str, str]]:
    parts = (part.strip().partition("=") for part in parameters.split(";"))
    return [(name.strip(), equals, value.strip().strip('"')) for name, equals, value in parts]
