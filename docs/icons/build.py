"""Which icons do the pages show? Builds intune_sim/static/icons/sprite.svg from a few icons of Fluent UI.

    npm pack @fluentui/svg-icons
    python docs/icons/build.py fluentui-svg-icons-*.tgz

The icons are Copyright Microsoft Corporation, MIT licence; the sprite says so itself.
"""

import re
import sys
import tarfile
from pathlib import Path

SPRITE = Path(__file__).parents[2] / "intune_sim" / "static" / "icons" / "sprite.svg"

#: Our name and Fluent's.
ICONS = {
    "access": "key_20_regular",
    "add": "add_20_regular",
    "apps": "apps_list_20_regular",
    "bad": "error_circle_20_filled",
    "bell": "alert_20_regular",
    "building": "building_20_regular",
    "check": "checkmark_20_regular",
    "chevron": "chevron_right_20_regular",
    "chevron-down": "chevron_down_20_regular",
    "columns": "column_triple_20_regular",
    "compliance": "clipboard_checkmark_20_regular",
    "connector": "plug_connected_20_regular",
    "copy": "copy_20_regular",
    "dashboard": "data_pie_20_regular",
    "delete": "delete_20_regular",
    "devices": "laptop_20_regular",
    "directory": "organization_20_regular",
    "dismiss": "dismiss_20_regular",
    "down": "arrow_down_20_regular",
    "download": "arrow_download_20_regular",
    "edit": "edit_20_regular",
    "filter": "filter_20_regular",
    "filter-add": "filter_add_20_regular",
    "fold": "chevron_double_left_20_regular",
    "good": "checkmark_circle_20_filled",
    "group": "people_team_20_regular",
    "history": "history_20_regular",
    "home": "home_20_regular",
    "info": "info_20_regular",
    "log": "book_open_20_regular",
    "menu": "navigation_20_regular",
    "more": "more_horizontal_20_regular",
    "neutral": "subtract_circle_20_regular",
    "notice": "info_20_filled",
    "open": "open_20_regular",
    "people": "people_20_regular",
    "person": "person_20_regular",
    "policy": "shield_lock_20_regular",
    "refresh": "arrow_clockwise_20_regular",
    "registration": "phone_laptop_20_regular",
    "search": "search_20_regular",
    "services": "list_20_regular",
    "settings": "settings_20_regular",
    "shield": "shield_20_regular",
    "sign-out": "sign_out_20_regular",
    "sort": "arrow_sort_20_regular",
    "status": "heart_pulse_20_regular",
    "support": "wrench_screwdriver_20_regular",
    "up": "arrow_up_20_regular",
    "user": "person_circle_20_regular",
    "warning": "warning_20_filled",
    "wipe": "eraser_20_regular",
}

HEAD = "<!-- Icons of Fluent UI (@fluentui/svg-icons), Copyright (c) Microsoft Corporation, MIT licence. -->"


def symbol(name: str, svg: str) -> str:
    """One icon as a symbol that takes the colour of the text around it."""
    shapes = re.sub(r'fill="#[0-9A-Fa-f]+"', 'fill="currentColor"', "".join(re.findall(r"<path[^>]*>", svg)))
    return f'<symbol id="{name}" viewBox="0 0 20 20">{shapes}</symbol>'


def main(package: str) -> None:
    """Write the sprite from the npm package's archive."""
    with tarfile.open(package) as archive:
        symbols = [symbol(name, read(archive, fluent)) for name, fluent in sorted(ICONS.items())]
    SPRITE.write_text("\n".join([HEAD, '<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""]))


def read(archive: tarfile.TarFile, fluent: str) -> str:
    """An icon's file in the package."""
    file = archive.extractfile(f"package/icons/{fluent}.svg")
    if file is None:
        raise SystemExit(f"The package has no icon '{fluent}'.")
    return file.read().decode()


if __name__ == "__main__":
    main(sys.argv[1])
