"""Which browser do tests drive, and of what do its pages complain?

An installed Chromium or Chrome, else Debian's, else playwright's own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Response, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

#: Milliseconds that a browser may take for whatever a test waits for: generous, as the machine may have much else to do.
PATIENCE = 45_000

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


def settle(page: Page) -> None:
    """Return once the page is there with its scripts, and no part of it is on its way.

    Whoever follows a link sees the new page before its scripts listen; whoever waits for a part of a page to be
    exchanged sees it before it is bound to anything.
    """
    page.wait_for_load_state()
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-added, .htmx-settling")).to_have_count(0)


def complaint_of(message: ConsoleMessage) -> list[str]:
    """An error on the console, unless a page answered with an error on purpose."""
    is_page = "Failed to load resource" in message.text and "/static/" not in message.location["url"]
    return [] if message.type != "error" or is_page else [f"{message.location['url']}: {message.text}"]


def policy_problem(response: Response) -> list[str]:
    """A page that does not hold what it loads to this server alone, and to files: nothing inline, nothing evaluated."""
    if response.request.resource_type != "document" or "text/html" not in response.headers.get("content-type", ""):
        return []
    policy = response.headers.get("content-security-policy", "")
    directives = {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}
    known = {"'self'", "'none'", "data:"}
    is_strict = directives.get("default-src") in (["'self'"], ["'none'"]) and set().union(*directives.values()) <= known
    may_run_data = "data:" in directives.get("script-src", []) + directives.get("style-src", [])
    return [] if is_strict and not may_run_data else [f"{response.url} has the policy '{policy}'"]


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
