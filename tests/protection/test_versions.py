"""Which versions are taken, and which is older?"""

import pytest

from protection.engine.versions import InvalidVersion, parse_version


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("10.0", (10, 0, 0, 0)),
        ("131.0.2903", (131, 0, 2903, 0)),
        ("10.0.22631.3155", (10, 0, 22631, 3155)),
        ("0.0", (0, 0, 0, 0)),
        ("65535.65535.65535.65535", (65535, 65535, 65535, 65535)),
    ],
)
def test_two_to_four_parts_are_a_version_and_missing_parts_are_zero(text: str, parts: tuple[int, ...]) -> None:
    assert parse_version(text) == parts


@pytest.mark.parametrize(
    "text",
    ["", "10", "1.2.3.4.5", "10.0.beta", "10.", ".0", "10..0", "1,0", "10.0 ", "10.0\n", "-1.0", "65536.0", "1.99999",
     "100000.0", "1.\u0661"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidVersion):
        parse_version(text)


@pytest.mark.parametrize("text", ["22631.3155", "10000.0"])
def test_winvers_short_form_is_refused_with_a_hint_in_an_os_setting(text: str) -> None:
    with pytest.raises(InvalidVersion, match=rf"Write 10\.0\.{text} instead"):
        parse_version(text, is_os_setting=True)


@pytest.mark.parametrize("text", ["9999.0", "22631.3155.0"])
def test_only_two_parts_with_a_large_first_one_look_like_winver(text: str) -> None:
    assert parse_version(text, is_os_setting=True)


def test_a_large_first_part_is_fine_in_an_app_version() -> None:
    assert parse_version("22631.3155") == (22631, 3155, 0, 0)


def test_a_revision_exceeds_the_version_without_one() -> None:
    assert parse_version("10.0.22631.3155") > parse_version("10.0.22631")


def test_versions_compare_by_number_and_not_by_letter() -> None:
    assert parse_version("10.0.9200") < parse_version("10.0.22631")
