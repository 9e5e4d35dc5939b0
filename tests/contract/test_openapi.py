"""Is the OpenAPI document there, whole and true, and the page that shows it?"""

import re
from collections.abc import Iterator
from typing import Any

from django.test import Client

from intune_sim.service_api.docs import document


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from ([part["$ref"]] if isinstance(part.get("$ref"), str) else [])
        for value in part.values():
            yield from _references(value)
    if isinstance(part, list):
        for item in part:
            yield from _references(item)


def test_anybody_may_read_the_document(db: None) -> None:
    answer = Client().get("/api/schema")

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/json")
    assert answer.json()["openapi"].startswith("3.1")


def test_the_document_covers_every_call_of_the_three_surfaces() -> None:
    calls = {f"{method} {path}" for path, methods in document()["paths"].items() for method in methods}

    assert calls == {
        "get /partner/v1.0/mobileThreatDefenseConnectors/{partner}",
        "post /partner/v1.0/mobileThreatDefenseConnectors/{partner}/heartbeat",
        "post /partner/v1.0/mobileThreatDefenseConnectors/{partner}/deprovision",
        "post /partner/v1.0/mobileThreatDefenseConnectors/{partner}/healthStates",
        "post /mam/v1.0/registrations",
        "get /mam/v1.0/registrations/{registration}",
        "post /mam/v1.0/registrations/{registration}/checkIn",
        "post /mam/v1.0/registrations/{registration}/operations/{operation}/complete",
        "post /mam/v1.0/registrations/{registration}/reauthenticate",
        "post /mam/v1.0/registrations/{registration}/signOut",
        "get /_simulator/v1/clock",
        "post /_simulator/v1/clock",
        "get /_simulator/v1/settings",
        "patch /_simulator/v1/settings",
        "post /_simulator/v1/reevaluate",
        "get /_simulator/v1/registrations/{registration}/explanation",
    }


def test_every_reference_in_the_document_leads_somewhere() -> None:
    described = document()

    names = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    assert set(_references(described)) == names


def test_operations_have_names_of_their_own() -> None:
    operations = [one["operationId"] for methods in document()["paths"].values() for one in methods.values()]

    assert len(operations) == len(set(operations))


def test_a_body_that_forbids_unknown_properties_says_so() -> None:
    schemas = document()["components"]["schemas"]

    assert schemas["Enrolment"]["additionalProperties"] is False
    assert schemas["Enrolment"]["required"] == ["userPrincipalName", "device", "app"]
    assert schemas["AccountState"]["enum"] == ["disabled", "enabled", "unknown"]
    assert schemas["ReportBatch"]["properties"]["value"]["maxItems"] == 1000


def test_the_page_shows_every_call_and_needs_no_script(db: None) -> None:
    answer = Client().get("/api/docs")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert all(path in text for path in document()["paths"])
    assert not re.search(r"<script(?![^>]*src=)|style=|onclick=", text)
