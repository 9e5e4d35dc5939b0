"""What does a `$batch` hold? Up to twenty requests, each answered as if it had come alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from rest_framework.request import Request

from intune_sim.errors import Invalid
from intune_sim.graph.errors import code_of, envelope

MOST = 20
METHODS = {"GET", "POST", "PATCH", "PUT", "DELETE"}
#: The headers that a part takes over from the batch's own request, and cannot say for itself.
SHARED = {"authorization", "host"}
#: What a part's answer tells of its headers.
TOLD = ("Content-Type", "Location", "ETag", "Retry-After", "Preference-Applied", "request-id", "client-request-id")


@dataclass(frozen=True)
class Part:
    """One request of a batch."""

    id: str
    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    depends_on: tuple[str, ...] = ()


#: Answers a request at a path.
Ask = Callable[[WSGIRequest, str], HttpResponse]


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
        known.add(part.id)
    for part in parts:
        for other in part.depends_on:
            if other not in known:
                raise Invalid(f"The request '{part.id}' depends on '{other}', which the batch does not hold.")
    return _in_turn(parts)


def _in_turn(parts: list[Part]) -> list[Part]:
    """The parts in their order, but each behind what it depends on. Raises `Invalid` where they wait for each other."""
    turn: list[Part] = []
    waiting = list(parts)
    while waiting:
        done = {part.id for part in turn}
        ready = next((part for part in waiting if done.issuperset(part.depends_on)), None)
        if ready is None:
            raise Invalid(f"The request '{waiting[0].id}' depends, over others or not, on itself.")
        turn.append(ready)
        waiting.remove(ready)
    return turn


def run_batch(parts: list[Part], request: Request, version: str, ask: Ask) -> dict[str, Any]:
    """The answers; what depends on a failure fails with it."""
    answers: dict[str, dict[str, Any]] = {}
    for part in parts:
        is_lost = any(answers[other]["status"] >= 400 for other in part.depends_on)  # noqa: PLR2004 - HTTP's failures
        answer = _failed(request) if is_lost else _answered(part, request, version, ask)
        answers[part.id] = {"id": part.id, **answer}
    return {"responses": list(answers.values())}


def relative(url: str, version: str) -> tuple[str, str]:
    """The path behind the version, and the query, of a part's url however it is written. Raises `Invalid`."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Invalid(f"The url '{url}' cannot be read.") from error
    path = unquote(parts.path).strip("/")
    first, _, rest = path.partition("/")
    return rest if first.lower() == version else path, parts.query


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


def _answered(part: Part, request: Request, version: str, ask: Ask) -> dict[str, Any]:
    """Status, headers and body of a part, asked as a request of its own."""
    path, query = relative(part.url, version)
    body = b"" if part.body is None else orjson.dumps(part.body)
    shared = {_wired(name) for name in SHARED}
    environ = {name: value for name, value in request.META.items() if not name.startswith("HTTP_") or name in shared}
    environ |= {_wired(name): value for name, value in part.headers.items() if name not in SHARED}
    environ |= {
        "REQUEST_METHOD": part.method,
        "PATH_INFO": f"/{version}/{path}".encode().decode("latin-1"),
        "SCRIPT_NAME": "",
        "QUERY_STRING": query,
        "CONTENT_TYPE": part.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    answer = ask(WSGIRequest(environ), path)
    headers = {name: answer[name] for name in TOLD if name in answer}
    found: dict[str, Any] = {"status": answer.status_code, "headers": headers}
    if content := answer.content:
        found["body"] = orjson.loads(content) if "json" in headers["Content-Type"] else content.decode()
    else:
        headers.pop("Content-Type", None)
    return found


def _wired(header: str) -> str:
    return f"HTTP_{header.upper().replace('-', '_')}"


def _failed(request: Request) -> dict[str, Any]:
    body = envelope(
        code=code_of(424, None),
        message="A request that this one depends on has failed.",
        request_id=request.request_id,  # type: ignore[attr-defined]
        client_request_id=request.client_request_id,  # type: ignore[attr-defined]
    )
    return {"status": 424, "headers": {"Content-Type": "application/json"}, "body": body}
