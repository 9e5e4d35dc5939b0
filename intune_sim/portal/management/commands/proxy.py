"""How do tools with hard-coded hosts reach this instance? Through a proxy that knows Microsoft's two hosts."""

import asyncio
import signal
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import CommandParser

from intune_sim.operator import OperatorCommand, Refused
from intune_sim.portal.forward_proxy import HOST, ForwardProxy


class Command(OperatorCommand):
    """Run the proxy."""

    help = (
        "Carry HTTPS for graph.microsoft.com and login.microsoftonline.com to `manage.py up --tls`, and refuse every "
        "other host, until Ctrl-C or SIGTERM."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8899, help="The port (default 8899; 0 takes a free one).")
        parser.add_argument(
            "--target",
            default="https://127.0.0.1:8000",
            metavar="URL",
            help="Where `up --tls` listens (default https://127.0.0.1:8000).",
        )

    def handle(self, *arguments: Any, **options: Any) -> None:
        if not 0 <= options["port"] < 1 << 16:
            raise Refused(f"{options['port']} is no port.")
        asyncio.run(self._run(options["port"], target(options["target"])))

    async def _run(self, port: int, goal: tuple[str, int]) -> None:
        proxy, over = ForwardProxy(goal), asyncio.Event()
        try:
            server = await proxy.start(port)
        except OSError as error:
            raise Refused(f"Nobody can listen at {HOST}:{port}: is the port in use?") from error
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(over.set))
        async with server:
            self.stdout.write(f"Ready: http://{HOST}:{server.sockets[0].getsockname()[1]}/")
            self.stdout.flush()
            await over.wait()
            server.close()
            proxy.close()
        self.stdout.write("Stopped.")


def target(text: str) -> tuple[str, int]:
    """The host and the port of this machine's instance. Raises `Refused`."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port or 443
    except ValueError:
        host, port = None, 0
    if host not in {"127.0.0.1", "localhost", "::1"} or parts.scheme != "https":
        raise Refused(f"--target takes an https address of this machine, as https://127.0.0.1:8000, not '{text}'.")
    return host, port
