"""What stands in the left navigation, and where is the current page in it?"""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the shell around every page shows."""
    return {}
