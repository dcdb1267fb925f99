"""Whatever the API is asked, it neither fails nor answers otherwise than its description says."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from hoadam.ports import Asked, Store
from hoadam.web.api import PREFIX, ROUTES

EXAMPLES = 25  # of each question: more take long on a busy machine, and 300 of each found nothing more
REAL = 3  # things of the store that are asked for by their ids besides


@pytest.fixture(scope="module")
def api(client: TestClient) -> Any:
    """The description as the program gives it."""
    return schemathesis.openapi.from_dict(json.loads(client.get("/api/v1/openapi.json").content))


@pytest.mark.parametrize("path", [path for path, _, _ in ROUTES])
def test_the_api_keeps_to_its_description(client: TestClient, api: Any, path: str) -> None:
    @given(case=api[PREFIX + path]["GET"].as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: schemathesis.Case) -> None:
        ask(client, case)

    asked()


def ask(client: TestClient, case: schemathesis.Case) -> Any:
    """The answer, held to the description: status, type, headers and shape; no server error."""
    query = urlencode([(key, value) for key, value in (case.query or {}).items() if value is not None], doseq=True, errors="replace")
    headers = {key: value for key, value in (case.headers or {}).items() if value.isascii() and value.isprintable()}
    response = client.request(case.method, case.formatted_path + (f"?{query}" if query else ""), headers=headers)
    case.validate_response(response, excluded_checks=[positive_data_acceptance])  # a day may have the form of one and be none: 400
    return response


def test_what_is_there_keeps_to_its_description(client: TestClient, demo_store: Store, api: Any) -> None:
    """Guessed ids find nothing; these are those of the store."""
    entries = demo_store.timeline(Asked())[:: max(demo_store.counts().episodes // REAL, 1)]
    for path, keys in (
        ("/api/v1/episodes/{key}", [entry.episode.id for entry in entries]),
        ("/api/v1/events/{key}", [entry.episode.reports[0].event for entry in entries]),
        ("/api/v1/pages/{key}", [entry.page for entry in entries]),
    ):
        for key in keys:
            assert ask(client, api[path]["GET"].Case(path_parameters={"key": key})).status_code == 200
