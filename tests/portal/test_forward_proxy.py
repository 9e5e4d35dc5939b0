"""Does the proxy carry the two hosts that clients have written into them, and nothing else?"""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from intune_sim.portal import forward_proxy
from intune_sim.portal.forward_proxy import HOST, ForwardProxy


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop in a thread of its own, where servers answer while the test asks."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def port(loop: asyncio.AbstractEventLoop) -> Iterator[int]:
    """A proxy in front of a server that says everything back."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(100):
            writer.write(said.upper())
        writer.close()

    async def start() -> tuple[ForwardProxy, asyncio.Server, asyncio.Server]:
        goal = await asyncio.start_server(echo, HOST, 0)
        proxy = ForwardProxy(goal.sockets[0].getsockname()[:2])
        return proxy, await proxy.start(0), goal

    async def stop() -> None:
        server.close()
        goal.close()
        proxy.close()
        await asyncio.sleep(0)

    proxy, server, goal = asyncio.run_coroutine_threadsafe(start(), loop).result(60)
    yield server.sockets[0].getsockname()[1]
    asyncio.run_coroutine_threadsafe(stop(), loop).result(60)


def said_to(port: int, *words: bytes) -> bytes:
    """Everything that comes back, after each of the words has been answered."""

    async def talk() -> bytes:
        reader, writer = await asyncio.open_connection(HOST, port)
        heard = b""
        for word in words:
            writer.write(word)
            heard += await reader.read(1000)
        with contextlib.suppress(OSError):  # it may have hung up first
            writer.write_eof()
        heard += await reader.read()
        writer.close()
        return heard

    # In a thread of its own: a browser's test of before may have left a loop behind in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(asyncio.wait_for(talk(), 60))).result(90)


@pytest.mark.parametrize("host", ["graph.microsoft.com", "login.microsoftonline.com", "Graph.Microsoft.com"])
def test_the_two_hosts_are_carried_to_the_instance(port: int, host: str) -> None:
    heard = said_to(port, f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(), b"hello")

    assert heard == b"HTTP/1.1 200 Connection established\r\n\r\nHELLO"


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        ("CONNECT example.com:443 HTTP/1.1", 403),
        ("CONNECT graph.microsoft.com.example.com:443 HTTP/1.1", 403),
        ("CONNECT graph.microsoft.com:80 HTTP/1.1", 403),
        ("CONNECT 127.0.0.1:22 HTTP/1.1", 403),
        ("GET http://graph.microsoft.com/v1.0/users HTTP/1.1", 403),
        ("GET", 400),
    ],
)
def test_everything_else_is_refused_and_told_why(port: int, request_line: str, status: int) -> None:
    heard = said_to(port, f"{request_line}\r\n\r\n".encode())

    assert heard.startswith(f"HTTP/1.1 {status} ".encode())
    assert status != 403 or b"graph.microsoft.com and login.microsoftonline.com, and nothing else" in heard


def test_a_client_that_says_too_much_or_nothing_is_refused(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert said_to(port, b"CONNECT " + b"x" * 20_000).startswith(b"HTTP/1.1 431 ")
    monkeypatch.setattr(forward_proxy, "PATIENCE", 0.1)
    assert said_to(port, b"CONNECT ").startswith(b"HTTP/1.1 408 ")


def test_connections_are_bounded(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forward_proxy, "MOST_CONNECTIONS", 0)

    assert said_to(port, b"CONNECT graph.microsoft.com:443 HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 503 ")


def test_an_instance_that_is_not_there_is_named(loop: asyncio.AbstractEventLoop) -> None:
    async def start() -> asyncio.Server:
        return await ForwardProxy((HOST, 1)).start(0)

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(60)
    heard = said_to(server.sockets[0].getsockname()[1], b"CONNECT graph.microsoft.com:443 HTTP/1.1\r\n\r\n")
    loop.call_soon_threadsafe(server.close)

    assert heard.startswith(b"HTTP/1.1 502 ")
    assert b"has `manage.py up --tls` been started?" in heard
