"""What does a `$batch` hold? Up to twenty requests, each answered as if it had come alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from intune_sim.errors import Invalid

MOST = 20
METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}


@dataclass(frozen=True)
class Part:
    """One request of a batch."""

    id: str
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    depends_on: tuple[str, ...] = ()


#: Answers a part: status, headers and body.
Answer = Callable[[Part], dict[str, Any]]


def read_batch(body: Any) -> list[Part]:
    """The parts of a batch's body. Raises `Invalid` for the whole."""
    requests = body.get("requests") if isinstance(body, dict) else None
    if not isinstance(requests, list) or not requests:
        raise Invalid("The body must hold 'requests', a list of requests.")
    if len(requests) > MOST:
        raise Invalid(f"A batch holds at most {MOST} requests.")
    parts = [_part(one) for one in requests]
    known: set[str] = set()
    for part in parts:
        if part.id in known:
            raise Invalid(f"The request id '{part.id}' occurs twice.")
        for other in part.depends_on:
            if other not in known:
                raise Invalid(f"The request '{part.id}' depends on '{other}', which does not come before it.")
        known.add(part.id)
    return parts


def run_batch(parts: list[Part], answer: Answer, failed: Callable[[Part], dict[str, Any]]) -> dict[str, Any]:
    """The answers in the order of the requests; what depends on a failure fails with it."""
    answers: dict[str, dict[str, Any]] = {}
    for part in parts:
        is_lost = any(answers[other]["status"] >= 400 for other in part.depends_on)  # noqa: PLR2004 - HTTP's failures
        answers[part.id] = {"id": part.id, **(failed(part) if is_lost else answer(part))}
    return {"responses": list(answers.values())}


def relative(url: str, version: str) -> tuple[str, str]:
    """The path behind the version, and the query, of a part's url however it is written. Raises `Invalid`."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Invalid(f"The url '{url}' cannot be read.") from error
    path = unquote(parts.path).strip("/")
    return path.removeprefix(f"{version}/"), parts.query


def _part(given: Any) -> Part:
    if not isinstance(given, dict):
        raise Invalid("Each request of a batch must be an object.")
    identifier = given.get("id")
    if isinstance(identifier, bool) or not isinstance(identifier, str | int) or identifier == "":
        raise Invalid("Each request of a batch needs an 'id'.")
    method, url = given.get("method"), given.get("url")
    if not isinstance(method, str) or method.upper() not in METHODS:
        raise Invalid(f"The request '{identifier}' needs a 'method'.")
    if not isinstance(url, str) or not url.strip("/"):
        raise Invalid(f"The request '{identifier}' needs a 'url'.")
    if "$batch" in url.lower():
        raise Invalid("A batch cannot hold another batch.")
    return Part(
        id=str(identifier),
        method=method.upper(),
        url=url,
        headers=_headers(given, str(identifier)),
        body=given.get("body"),
        depends_on=_depends_on(given, str(identifier)),
    )


def _headers(given: Mapping[str, Any], identifier: str) -> dict[str, str]:
    headers = given.get("headers") or {}
    if not isinstance(headers, dict) or not all(isinstance(value, str) for value in headers.values()):
        raise Invalid(f"The 'headers' of the request '{identifier}' must be an object of texts.")
    wired = {name.lower(): value for name, value in headers.items()}
    if given.get("body") is not None and "content-type" not in wired:
        raise Invalid(f"The request '{identifier}' has a body and no Content-Type header.")
    return wired


def _depends_on(given: Mapping[str, Any], identifier: str) -> tuple[str, ...]:
    others = given.get("dependsOn") or []
    if not isinstance(others, list):
        raise Invalid(f"'dependsOn' of the request '{identifier}' must be a list of ids.")
    return tuple(str(other) for other in others)
