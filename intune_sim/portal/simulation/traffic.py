"""What does a fleet of PCs send? It enrols, reports its health and checks in, over the HTTP surfaces and nothing else."""

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import httpx

from connectors.partners import WINDOWS_SECURITY_CENTER
from intune_sim.portal.simulation.cast import EDGE, Cast

#: Reports per call; the surface takes up to a thousand.
BATCH = 100
#: A token lives an hour; a new one is asked for a while before.
TOKEN_AGE = 3000.0
TIMEOUT = 30.0


class Unreachable(Exception):
    """Nobody answers at the address, or not with a token."""


@dataclass(frozen=True)
class Plan:
    """How many PCs do what, how fast, and how ill they are."""

    url: str
    tenant_id: str
    devices: int
    rounds: int
    rate: float
    workers: int
    #: Health state by wire value, and its weight.
    threats: dict[str, float]
    seed: int
    verify: Any = True

    @property
    def requests(self) -> int:
        """How many requests the plan comes to, wipes and tokens left out."""
        return self.devices + self.rounds * (self.devices + -(-self.devices // BATCH))


@dataclass
class Tally:
    """What came of it."""

    requests: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    reports: Counter[str] = field(default_factory=Counter)
    access: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def summary(self) -> dict[str, Any]:
        """The figures, for a person or a program."""
        times = sorted(self.milliseconds) or [0.0]
        total = sum(self.requests.values())
        return {
            "requests": total,
            "byKind": dict(self.requests),
            "failures": dict(self.failures),
            "reports": dict(self.reports),
            "access": dict(self.access),
            "seconds": round(self.seconds, 1),
            "requestsPerSecond": round(total / self.seconds, 1) if self.seconds else 0,
            "medianMilliseconds": round(times[len(times) // 2], 1),
            "p95Milliseconds": round(times[int(len(times) * 0.95) - 1], 1),
        }


@dataclass
class PC:
    """A simulated PC, and the registration it has been given."""

    user: tuple[str, str]
    tag: str
    registration: str = ""
    access: str = ""
    #: What the tenant's clock showed when the PC last heard of it.
    seen: str = ""


class Pace:
    """Lets requests through at a rate, whoever sends them."""

    def __init__(self, rate: float) -> None:
        self._interval = 1 / rate
        self._next = time.monotonic()
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Wait for one's turn."""
        with self._lock:
            turn = max(self._next, time.monotonic())
            self._next = turn + self._interval
        time.sleep(max(0.0, turn - time.monotonic()))


class Fleet:
    """A fleet that carries out a plan once."""

    def __init__(self, plan: Plan, cast: Cast) -> None:
        self._plan = plan
        self._cast = cast
        self._random = random.Random(plan.seed)  # noqa: S311 - a repeatable simulation
        self._http = httpx.Client(base_url=plan.url, timeout=TIMEOUT, verify=plan.verify)
        self._pace = Pace(plan.rate)
        self._lock = threading.Lock()
        self._advance: Callable[[], object] = lambda: None
        self._token, self._token_at = "", 0.0
        self.tally = Tally()

    def sign_in(self) -> None:
        """Get the first token. Raises `Unreachable`."""
        self._authorization()

    def run(self, *, advance: Callable[[], object]) -> Tally:
        """Enrol everyone, then round after round report and check in. Raises `Unreachable`.

        `advance` hears of every request that is done.
        """
        self._advance = advance
        began = time.monotonic()
        with closing(self._http), ThreadPoolExecutor(self._plan.workers) as pool:
            pcs = [
                PC(user=self._cast.users[number % len(self._cast.users)], tag=f"fleet-{self._plan.seed}-{number:06d}")
                for number in range(self._plan.devices)
            ]
            _finish(pool.map(self._enrol, pcs))
            for _ in range(self._plan.rounds):
                enrolled = [pc for pc in pcs if pc.registration]
                reports = [self._report_on(pc) for pc in enrolled]
                _finish(pool.map(self._report, (reports[at : at + BATCH] for at in range(0, len(reports), BATCH))))
                _finish(pool.map(self._check_in, enrolled))
        self.tally.access = Counter(pc.access or "notEnrolled" for pc in pcs)
        self.tally.seconds = time.monotonic() - began
        return self.tally

    def _enrol(self, pc: PC) -> None:
        body = {
            "userPrincipalName": pc.user[0],
            "device": {"deviceTag": pc.tag, "deviceName": pc.tag.upper()[:15], "osVersion": "10.0.22631.4460"},
            "app": {"windowsAppId": EDGE, "version": "131.0.2903.51", "sdkVersion": "1.2.0"},
        }
        answer = self._post("enrol", "/mam/v1.0/registrations", body)
        if answer:
            pc.registration = answer["registrationId"]
            pc.access, pc.seen = answer["access"], answer["evaluatedDateTime"]

    def _report_on(self, pc: PC) -> dict[str, Any]:
        states, weights = list(self._plan.threats), list(self._plan.threats.values())
        return {
            "reportId": str(uuid.uuid4()),
            "userId": pc.user[1],
            "appId": EDGE,
            "deviceId": pc.tag,
            "healthState": self._random.choices(states, weights)[0],
            "lastUpdateDateTime": pc.seen,
        }

    def _report(self, reports: list[dict[str, Any]]) -> None:
        connector = f"/partner/v1.0/mobileThreatDefenseConnectors/{WINDOWS_SECURITY_CENTER.id}"
        answer = self._post("report", f"{connector}/healthStates", {"value": reports})
        if answer:
            counts = {name: count for name, count in answer.items() if isinstance(count, int) and count}
            with self._lock:
                self.tally.reports.update(counts)

    def _check_in(self, pc: PC) -> None:
        registration = f"/mam/v1.0/registrations/{pc.registration}"
        answer = self._post("checkIn", f"{registration}/checkIn", {})
        if not answer:
            return
        pc.access, pc.seen = answer["access"], answer["evaluatedDateTime"]
        for operation in answer["operations"]:
            self._post("wipe", f"{registration}/operations/{operation['id']}/complete", {"state": "successful"})
            pc.registration, pc.access = "", "wiped"

    def _post(self, kind: str, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """Send a request in its turn; None where it failed or has no body to answer with."""
        self._pace.wait()
        began = time.monotonic()
        try:
            answer = self._http.post(path, json=body, headers=self._authorization())
        except httpx.HTTPError as error:
            failure, values = type(error).__name__, None
        else:
            values = answer.json() if answer.content else None
            failure = "" if answer.is_success else f"{answer.status_code} {_code(values)}"
        with self._lock:
            self.tally.requests[kind] += 1
            self.tally.milliseconds.append((time.monotonic() - began) * 1000)
            if failure:
                self.tally.failures[f"{kind}: {failure}"] += 1
            self._advance()
        return None if failure else values

    def _authorization(self) -> dict[str, str]:
        with self._lock:
            if not self._token or time.monotonic() - self._token_at > TOKEN_AGE:
                self._token, self._token_at = self._ask_for_a_token(), time.monotonic()
            return {"Authorization": f"Bearer {self._token}"}

    def _ask_for_a_token(self) -> str:
        try:
            answer = self._http.post(
                f"/{self._plan.tenant_id}/oauth2/v2.0/token",
                data={
                    "grant_type": "client_credentials",
                    "client_id": self._cast.client_id,
                    "client_secret": self._cast.client_secret,
                    "scope": "https://graph.microsoft.com/.default",
                },
            )
            values = answer.json()
            return str(values["access_token"])
        except KeyError as error:
            raise Unreachable(f"{self._plan.url} gives no token: {values.get('error_description', values)}") from error
        except (httpx.HTTPError, ValueError) as error:
            raise Unreachable(f"{self._plan.url} gives no token: {error}") from error


def reach(plan: Plan) -> None:
    """Make sure that somebody is there before anything is done. Raises `Unreachable`."""
    try:
        httpx.get(f"{plan.url}/healthz", timeout=TIMEOUT, verify=plan.verify).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable(f"Nobody answers at {plan.url}: {error}") from error


def _finish(work: Iterable[None]) -> None:
    for _ in work:
        pass


def _code(values: Any) -> str:
    error = values.get("error") if isinstance(values, dict) else None
    return str(error.get("code", "")) if isinstance(error, dict) else ""
