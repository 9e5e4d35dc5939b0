"""Does the source keep the house's manners that no tool checks?"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("intune_sim", "connectors", "protection", "devices")
MODULES = [
    path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts
]
COMMANDS = [path for path in MODULES if path.parent.name == "commands" and path.stem != "__init__"]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.name != "apps.py" and path.stat().st_size], ids=_name
)
def test_a_module_starts_by_saying_what_it_answers(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))


# Django admin's classes are left out: each is its model's, and says what it shows.
@pytest.mark.parametrize("path", [path for path in MODULES if path.name not in {"admin.py", "apps.py"}], ids=_name)
def test_what_a_module_offers_has_a_docstring(path: Path) -> None:
    offered = [
        node
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]

    assert [node.name for node in offered if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", COMMANDS, ids=_name)
def test_a_command_has_tests_that_name_it(path: Path) -> None:
    tests = [file for file in (ROOT / "tests").glob("*/test_*.py") if file != Path(__file__).resolve()]

    assert [file.name for file in tests if path.stem in file.read_text() or path.stem in file.stem]


@pytest.mark.parametrize("banned", ["utils", "helpers", "common", "base", "manager", "processor"])
def test_no_module_has_a_name_that_says_nothing(banned: str) -> None:
    assert [_name(path) for path in MODULES if banned in {path.stem, path.parent.name}] == []
