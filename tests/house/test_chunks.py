"""Does a body that comes in chunks arrive whole, and does an answer to HEAD go without one?"""

from collections.abc import Callable, Iterable, Iterator
from socket import create_connection
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from cheroot.wsgi import Server

from intune_sim.chunks import with_whole_bodies


@pytest.fixture
def echo() -> Iterator[str]:
    """The address of a server that answers with the length it was told and the body it read."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "none"
        body = environ["wsgi.input"].read(int(length)) if length != "none" else b""
        answer = [f"{length} ".encode(), body[:20]]
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(b"".join(answer))))])
        return answer

    server = Server(("127.0.0.1", 0), with_whole_bodies(application))
    server.prepare()
    thread = Thread(target=server.serve)
    thread.start()
    yield f"http://127.0.0.1:{server.bind_addr[1]}/"
    server.stop()
    thread.join()


def test_chunks_are_put_together_and_the_connection_stays_in_step(echo: str) -> None:
    with httpx.Client(timeout=60) as client:
        first = client.post(echo, content=iter([b'{"advance":', b' "P1D"}'])).text
        second = client.post(echo, content=b"{}").text

    assert (first, second) == ('18 {"advance": "P1D"}', "2 {}")


def test_a_body_beyond_all_bounds_is_cut_where_it_is_too_long(echo: str) -> None:
    with httpx.Client(timeout=60) as client:
        first = client.post(echo, content=iter([b" " * 1024 * 1024] * 6)).text
        second = client.post(echo, content=b"{}").text

    assert first.split()[0] == str(4 * 1024 * 1024 + 1)
    assert second == "2 {}"


def test_an_answer_to_head_is_headers_alone(echo: str) -> None:
    with create_connection(("127.0.0.1", urlsplit(echo).port)) as connection:
        connection.sendall(b"HEAD / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        with connection.makefile("rb") as answer:
            head, _, body = answer.read().partition(b"\r\n\r\n")

    assert b"Content-Length: 5" in head
    assert body == b""
