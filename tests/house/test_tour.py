"""Does the tour show what its script takes, in pictures that are quick to load?"""

import re

from docs.screenshots import DOCS, PICTURES

SMALL = 150_000


def test_every_picture_of_the_tour_is_there_and_small_and_can_be_taken_anew() -> None:
    shown = set(re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (DOCS / "tour.md").read_text()))

    assert shown == {f"{picture.name}.png" for picture in PICTURES}
    assert [name for name in shown if (DOCS / name).stat().st_size > SMALL] == []
    assert {file.name for file in (DOCS / "tour").iterdir()} == {
        name.removeprefix("tour/") for name in shown if name.startswith("tour/")
    }
