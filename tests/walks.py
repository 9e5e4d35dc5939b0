"""How does a test walk a wizard? Its pages in one admin's hands."""

from typing import Any

from django.test import Client


class Walk:
    """A wizard with a fresh draft, from the address that starts one."""

    def __init__(self, client: Client, start: str) -> None:
        self.client = client
        self.root = client.get(start).headers["Location"].rsplit("/", 1)[0]

    def post(self, step: str, go: str = "next", **data: object) -> Any:
        """Press a button of a step and see where that leads."""
        return self.client.post(f"{self.root}/{step}", {"go": go, **data}, follow=True)

    def get(self, step: str) -> Any:
        """A step as it stands."""
        return self.client.get(f"{self.root}/{step}", follow=True)


def where(response: Any) -> str:
    """The last part of the address that an answer came from."""
    return str(response.request["PATH_INFO"]).rsplit("/", 1)[1]
