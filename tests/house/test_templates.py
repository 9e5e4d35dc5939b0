"""Is every template one that Django can compile, and one that a strict Content-Security-Policy lets work?"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

TEMPLATES = [
    (folder, path.relative_to(folder))
    for folder in map(Path, settings.TEMPLATES[0]["DIRS"])
    for path in sorted(folder.rglob("*"))
    if path.suffix in {".html", ".txt"}
]
IDS = [str(name) for _, name in TEMPLATES]

INLINE = re.compile(
    r"""<script(?![^>]*\ssrc=)[^>]*>|<style\b|\sstyle=["']|\son[a-z]+=["']|javascript:""", re.IGNORECASE
)
COMMENT = re.compile(r"{#.*?#}|{% comment .*?%}.*?{% endcomment %}", re.DOTALL)


@pytest.mark.parametrize(("folder", "name"), TEMPLATES, ids=IDS)
def test_a_template_compiles(folder: Path, name: Path) -> None:
    get_template(str(name))


@pytest.mark.parametrize(("folder", "name"), TEMPLATES, ids=IDS)
def test_a_template_holds_nothing_that_the_content_security_policy_refuses(folder: Path, name: Path) -> None:
    text = COMMENT.sub("", (folder / name).read_text())

    assert INLINE.findall(text) == []


@pytest.mark.parametrize(("folder", "name"), TEMPLATES, ids=IDS)
def test_a_template_trusts_no_text_as_html(folder: Path, name: Path) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape off", (folder / name).read_text())
