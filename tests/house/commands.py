"""How does a test run a command and read what it says?"""

import json
from typing import Any

import pytest
from django.core.management import call_command

Said = pytest.CaptureFixture[str]


def run(capsys: Said, *words: str) -> dict[str, Any]:
    """Run a command with --json; whatever it prints is one JSON object."""
    call_command(*words, "--json")
    return dict(json.loads(capsys.readouterr().out))
