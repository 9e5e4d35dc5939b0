"""Which browser do tests drive? An installed Chromium or Chrome, else Debian's, else playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
]


class NoBrowser(RuntimeError):
    """There is no browser, and none could be had."""


def installed() -> str | None:
    """The path of a browser that is there."""
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or _playwrights_own()


def ensure() -> str:
    """The path of a browser, installed now if there was none. Raises `NoBrowser`."""
    return installed() or _from_debian() or _from_playwright()


def flags() -> list[str]:
    """How to start it. Chromium's sandbox cannot run as root."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _from_debian() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Installing Debian's Chromium for the browser tests.", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "--quiet", *words], env=quiet, check=False, stdout=subprocess.DEVNULL)
    return installed()


def _from_playwright() -> str:
    print("Installing playwright's Chromium for the browser tests.", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    path = installed()
    if path is None:
        raise NoBrowser("The browser tests need Chromium or Chrome: install one, or make it reachable as 'chromium'.")
    return path
