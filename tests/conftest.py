"""What does every test find? The cast, their clients, a browser, and the databases that are asked for."""

import os
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from connectors.partners import WINDOWS_SECURITY_CENTER
from intune_sim.tenants.models import Group, Tenant, User
from intune_sim.tenants.roles import AppRole, Role
from tests import browser as browsers
from tests import servers
from tests.factories.tenants import SECRET, AdminFactory, ApplicationFactory, GroupFactory, TenantFactory, UserFactory
from tests.world import World

# On a busy machine even a simple example takes its time to draw. CI draws the same ones again for the same code, so that
# a change is judged by itself; everybody else draws new ones.
settings.register_profile(
    "suite", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("suite")
# Playwright's event loop stands in the thread of the test, which may use the database all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


#: What a test asks for that has to do with a database.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What drives a browser or asks no database is tried once; what only PostgreSQL can show belongs to its own run."""
    for item in items:
        asked_for = set(getattr(item, "fixturenames", ()))
        if "browser" in asked_for:
            item.add_marker("once")
        if not item.get_closest_marker("once") and not (
            item.get_closest_marker("django_db") or asked_for & DATABASE_FIXTURES
        ):
            item.add_marker("pure")
    if connection.vendor == "postgresql":
        return
    elsewhere = [item for item in items if item.get_closest_marker("postgresql")]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database; at the end nobody is left in it, not even what a killed process has begun."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Redis, empty: the suite's own, or one started for this session."""
    if given := os.environ.get("TEST_REDIS_URL"):
        # Parallel workers each have a database of their own.
        yield given.removesuffix("/0") + "/" + os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        return
    with servers.redis_server() as url:
        yield url


# The cast


@pytest.fixture
def contoso(db: None) -> Tenant:
    """The tenant of most stories; its clock stands still on Monday, 5 January 2026, at nine."""
    return TenantFactory(display_name="Contoso", domain="contoso.example")


@pytest.fixture
def adele(contoso: Tenant) -> User:
    """Contoso's Intune Administrator."""
    return AdminFactory(tenant=contoso, name="adele")


@pytest.fixture
def alex(contoso: Tenant) -> User:
    """A licensed user of Contoso."""
    return UserFactory(tenant=contoso, name="alex", licensed=True)


@pytest.fixture
def staff(contoso: Tenant, alex: User) -> Group:
    """Contoso's group with Alex in it."""
    return GroupFactory(tenant=contoso, display_name="Staff", members=[alex])


@pytest.fixture
def fabrikam(db: None) -> Tenant:
    """Somebody else's tenant."""
    return TenantFactory(display_name="Fabrikam", domain="fabrikam.example")


@pytest.fixture
def grady(fabrikam: Tenant) -> User:
    """Fabrikam's Intune Administrator, who has no business in Contoso."""
    return AdminFactory(tenant=fabrikam, name="grady")


@pytest.fixture
def admin_with(contoso: Tenant) -> Callable[[Role], User]:
    """`admin_with(Role.HELP_DESK_OPERATOR)` is an admin of Contoso with that role alone."""
    return lambda role: AdminFactory(tenant=contoso, role=role)


@pytest.fixture
def world(contoso: Tenant, adele: User, alex: User, staff: Group) -> World:
    """Contoso in motion: stories are told through the product's own services."""
    return World(tenant=contoso, adele=adele, alex=alex, staff=staff)


# Clients


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """`sign_in(adele)` is a client with her session."""

    def signed_in(admin: User) -> Client:
        client = Client()
        client.force_login(admin)
        return client

    return signed_in


@pytest.fixture
def calls_as(contoso: Tenant) -> Callable[..., Client]:
    """`calls_as(AppRole.MANAGED_APP_CLIENT)` is a client whose every request bears a token with these app roles.

    One that reports as a partner speaks for Windows Security Center unless `partner_id` says otherwise; `tenant` is
    Contoso unless it is given.
    """

    def calling(*roles: AppRole, tenant: Tenant = contoso, partner_id: object = WINDOWS_SECURITY_CENTER.id) -> Client:
        partner = partner_id if AppRole.PARTNER_REPORT in roles else None
        application = ApplicationFactory(tenant=tenant, roles=roles, partner_id=partner)
        answer = Client().post(
            f"/{tenant.graph_id}/oauth2/v2.0/token",
            {
                "grant_type": "client_credentials",
                "client_id": str(application.client_id),
                "client_secret": SECRET,
                "scope": "https://graph.microsoft.com/.default",
            },
        )
        return Client(headers={"Authorization": f"Bearer {answer.json()['access_token']}"})

    return calling


# Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the session; every test gets contexts of its own."""
    expect.set_options(timeout=browsers.PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browsers.ensure(), args=browsers.flags())
        yield chromium
        chromium.close()


@pytest.fixture
def last_answer(live_server: LiveServer) -> Iterator[None]:
    """The live server has answered everything before a test is over: what it did later would be in the next one's way."""
    at_work: set[int] = set()

    def begin(**_: object) -> None:
        at_work.add(threading.get_ident())

    def end(**_: object) -> None:
        at_work.discard(threading.get_ident())

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    deadline = time.monotonic() + browsers.PATIENCE / 1_000
    # A client of this thread is no server's.
    while at_work - {threading.get_ident()} and time.monotonic() < deadline:
        time.sleep(0.01)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def open_context(
    browser: Browser, live_server: LiveServer, last_answer: None
) -> Iterator[Callable[..., BrowserContext]]:
    """`open_context(color_scheme="dark")` is a fresh profile at the live server.

    At its end the test fails by any script that failed, any error on the console, any file that was missing, and any
    page without the strict Content-Security-Policy, or one that its policy had to stop at something.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(**options: object) -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, **options)  # type: ignore[arg-type]
        context.set_default_timeout(browsers.PATIENCE)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda message: complaints.extend(browsers.complaint_of(message)))
        context.on("response", lambda response: complaints.extend(browsers.policy_problem(response)))
        contexts.append(context)
        return context

    yield opened

    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """An empty tab of somebody who has not signed in."""
    return open_context().new_page()


@pytest.fixture
def browse_as(
    open_context: Callable[..., BrowserContext], sign_in: Callable[[User], Client], live_server: LiveServer
) -> Callable[..., Page]:
    """`browse_as(adele)` is a tab with her session; more tabs come from `page.context.new_page()`."""

    def browsing(admin: User, **options: object) -> Page:
        context = open_context(**options)
        session = sign_in(admin).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    return browsing
