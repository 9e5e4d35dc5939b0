"""Is what README says true? Its curl lines are run as they stand, and its lists are held against the code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.instances import ROOT, environment, world

README = (ROOT / "README.md").read_text()


@pytest.mark.once
def test_the_curl_lines_walk_the_whole_flow(tmp_path: Path) -> None:
    [script] = re.findall(r"```bash\n(.*?)```", README, re.DOTALL)
    data = tmp_path / "data"
    with world(data) as (_, url, _):
        here = script.replace("http://127.0.0.1:8000", url.rstrip("/"))
        here = here.replace(".venv/bin/uv run manage.py", f"{sys.executable} manage.py")
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", here],
            cwd=ROOT, env=environment(data), capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    said = done.stdout.splitlines()
    assert done.stderr == ""
    assert [line for line in said if line in {"allowed", "blocked"}] == ["blocked", "blocked", "allowed", "blocked"]
    assert "The device's threat level is High; the policy allows at most Low." in said
    assert done.returncode == 0


@pytest.mark.parametrize("place", ["README.md", ".env.example"])
def test_every_environment_variable_is_named(place: str) -> None:
    settings = (ROOT / "intune_sim" / "settings.py").read_text()
    variables = set(re.findall(r'env_(?:text|flag|list|guid)\(\s*"(\w+)"', settings))
    told = (ROOT / place).read_text()

    assert variables
    assert {name for name in variables if name not in told} == set()


def test_every_command_is_named() -> None:
    commands = {
        path.stem
        for depth in ("*", "*/*")
        for path in ROOT.glob(f"{depth}/management/commands/*.py")
        if path.stem != "__init__" and ".venv" not in path.parts
    }

    assert {name for name in commands if f"`{name}" not in README} == set()
