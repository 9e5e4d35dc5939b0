"""How does a test run `manage.py` as its operator does: in a process and a data directory of its own?"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return {**kept, "INTUNE_SIM_DATA": str(data), "PYTHONUNBUFFERED": "1", **more}


def command(data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*MANAGE, *arguments], env=environment(data), capture_output=True, text=True, timeout=300, check=False
    )


@contextmanager
def world(data: Path, *options: str) -> Iterator[tuple["subprocess.Popen[str]", str, list[str]]]:
    """A running instance: its process, its address and what it printed until it was ready.

    What it complains of stands in `errors.txt` beside its data: nobody reads a pipe while it runs, and one that is full
    would stop it.
    """
    errors = data.with_name("errors.txt")
    with errors.open("w") as complaints:
        process = subprocess.Popen(
            [*MANAGE, "up", "--port", "0", *options],
            env=environment(data),
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
    try:
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line.strip())
            if said[-1].startswith("Ready: "):
                break
        assert said and said[-1].startswith("Ready: "), errors.read_text()
        yield process, said[-1].removeprefix("Ready: "), said
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
