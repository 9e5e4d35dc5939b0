"""How do tools with hard-coded hosts reach this instance? A proxy that knows two hosts and refuses all others.

It carries bytes and opens no TLS: the client speaks to the instance itself, whose certificate names both hosts.
"""

import asyncio
import contextlib
from dataclasses import dataclass, field

from intune_sim.portal.certificates import MICROSOFT_HOSTS

#: It serves this machine alone.
HOST = "127.0.0.1"
#: Seconds that a client may take to say where it wants to go, and that a connection may be silent.
PATIENCE = 10.0
SILENCE = 300.0
MOST_CONNECTIONS = 100
LONGEST_HEAD = 16 * 1024
CHUNK = 64 * 1024

ANSWERS = {
    200: "Connection established",
    400: "Bad Request",
    403: "Forbidden",
    408: "Request Timeout",
    431: "Request Header Fields Too Large",
    502: "Bad Gateway",
    503: "Service Unavailable",
}


class Refusal(Exception):
    """Why a client gets no connection: the status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


@dataclass
class ForwardProxy:
    """Sends connections for Microsoft's two hosts to `target`, a host and a port of this machine."""

    target: tuple[str, int]
    _open: set[asyncio.Task[None]] = field(default_factory=set)

    async def start(self, port: int) -> asyncio.Server:
        """Listen, at a free port where it is 0. Raises `OSError`."""
        return await asyncio.start_server(self._accept, HOST, port, limit=LONGEST_HEAD)

    def close(self) -> None:
        """End every connection."""
        for task in tuple(self._open):
            task.cancel()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:  # asyncio runs it as one
            return
        self._open.add(task)
        try:
            await self._serve(reader, writer)
        except Refusal as refusal:
            await _answer(writer, refusal.status, refusal.sentence)
        except (OSError, TimeoutError):
            pass  # the client is gone, or has been silent for too long
        finally:
            self._open.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Who is refused has been heard first: what lies unread in a closed connection would take the answer with it.
        head = await _head(reader)
        if len(self._open) > MOST_CONNECTIONS:
            raise Refusal(503, f"This proxy carries at most {MOST_CONNECTIONS} connections at once.")
        check(head)
        try:
            async with asyncio.timeout(PATIENCE):
                there, back = await asyncio.open_connection(*self.target)
        except (OSError, TimeoutError) as error:
            where = f"{self.target[0]}:{self.target[1]}"
            raise Refusal(502, f"Nobody answers at {where}: has `manage.py up --tls` been started?") from error
        try:
            await _answer(writer, 200)
            async with asyncio.TaskGroup() as both:
                both.create_task(_carry(reader, back))
                both.create_task(_carry(there, writer))
        except* (OSError, TimeoutError):
            pass  # one of the two has ended it
        finally:
            back.close()


def check(head: str) -> None:
    """Whether a request may pass. Raises `Refusal`."""
    method, _, rest = head.partition("\r\n")[0].partition(" ")
    address = rest.partition(" ")[0]
    if not method or not address:
        raise Refusal(400, "This is no request to a proxy.")
    known = " and ".join(MICROSOFT_HOSTS)
    if method != "CONNECT":
        raise Refusal(403, f"This proxy carries HTTPS to {known}, and nothing else: '{method} {address}' is refused.")
    host, _, port = address.rpartition(":")
    if host.lower() not in MICROSOFT_HOSTS or port != "443":
        raise Refusal(403, f"This proxy carries HTTPS to {known}, and nothing else: '{address}' is refused.")


async def _head(reader: asyncio.StreamReader) -> str:
    """What a client says before its bytes are carried. Raises `Refusal`."""
    try:
        async with asyncio.timeout(PATIENCE):
            return (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except TimeoutError as error:
        raise Refusal(408, f"No request came within {PATIENCE:.0f} seconds.") from error
    except asyncio.LimitOverrunError as error:
        raise Refusal(431, f"The request's headers are longer than {LONGEST_HEAD} bytes.") from error
    except asyncio.IncompleteReadError as error:
        raise Refusal(400, "The request ended before its headers did.") from error


async def _carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    """Hand bytes on until the source ends. Raises `TimeoutError` after a long silence."""
    while True:
        async with asyncio.timeout(SILENCE):
            chunk = await source.read(CHUNK)
            if not chunk:
                break
            sink.write(chunk)
            await sink.drain()
    with contextlib.suppress(OSError):
        sink.write_eof()


async def _answer(writer: asyncio.StreamWriter, status: int, sentence: str = "") -> None:
    lines = [f"HTTP/1.1 {status} {ANSWERS[status]}"]
    body = f"{sentence}\n".encode() if sentence else b""
    if sentence:
        lines += ["Content-Type: text/plain; charset=utf-8", f"Content-Length: {len(body)}", "Connection: close"]
    with contextlib.suppress(OSError):
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body)
        await writer.drain()
