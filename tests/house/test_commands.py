"""Does every command do what it says, print JSON alone where it is asked for, and refuse bad input in one line?"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import CommandError

from connectors.partners import WINDOWS_SECURITY_CENTER
from intune_sim.clock import now as real_now
from intune_sim.portal.certificates import local_certificate
from intune_sim.portal.clients import CLIENTS
from intune_sim.tenants import signing_keys
from intune_sim.tenants.models import Application, Tenant, User
from manage import main
from tests.house.commands import Said, run

pytestmark = pytest.mark.django_db


def test_create_tenant_makes_an_empty_tenant(capsys: Said) -> None:
    made = run(capsys, "create_tenant", "--name", "Fabrikam", "--domain", "Fabrikam.example")

    tenant = Tenant.objects.get()
    assert made == {"tenantId": str(tenant.graph_id), "name": "Fabrikam", "domain": "fabrikam.example"}
    assert not User.objects.exists()


def test_create_tenant_invents_a_domain(capsys: Said) -> None:
    made = run(capsys, "create_tenant", "--name", "Fabrikam")

    assert made["domain"].endswith(".example")


def test_create_admin_makes_an_admin_of_the_given_role(contoso: Tenant, capsys: Said) -> None:
    made = run(
        capsys, "create_admin", "--tenant", str(contoso.graph_id), "--user", "ada@contoso.example", "--password",
        "Secret-word-1", "--role", "Help Desk Operator",
    )  # fmt: skip

    admin = User.objects.get(user_principal_name="ada@contoso.example")
    assert made["role"] == "helpDeskOperator"
    assert admin.check_password("Secret-word-1")
    assert [assignment.role for assignment in admin.role_assignments.all()] == ["helpDeskOperator"]


def test_create_application_takes_roles_in_either_form_and_tells_the_secret(contoso: Tenant, capsys: Said) -> None:
    made = run(
        capsys, "create_application", "--tenant", "contoso.example", "--name", "Sensor",
        "--role", "MobileThreatDefense.Report.All", "ManagedApp.Client.All", "--role", "Simulator.Control.All",
        "--partner", str(WINDOWS_SECURITY_CENTER.id),
    )  # fmt: skip

    application = Application.objects.get()
    assert set(made) == {"tenantId", "clientId", "clientSecret"}
    assert made["clientId"] == str(application.client_id)
    assert application.app_role_assignments.count() == 3
    assert made["clientSecret"] not in application.secret_hash


def test_create_application_makes_a_public_one_without_a_role(contoso: Tenant, capsys: Said) -> None:
    run(capsys, "create_application", "--tenant", "contoso.example", "--name", "Scripts", "--public")

    assert Application.objects.get().is_fallback_public_client


def test_connect_prints_what_a_client_is_told(contoso: Tenant, settings: Any, tmp_path: Any, capsys: Said) -> None:
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="up --tls"):
        call_command("connect")
    authority = local_certificate(tmp_path, real_now()).authority

    call_command("connect", "--client", "curl")

    said = capsys.readouterr().out
    assert f"--tenant {contoso.graph_id} --name Scripts --role " in said
    # What the line for curl asks for needs it.
    assert "DeviceManagementServiceConfig.Read.All" in said
    assert f"export CURL_CA_BUNDLE='{authority}'" in said
    assert "msal" not in said
    assert set(run(capsys, "connect")) == set(CLIENTS)


def test_rotate_signing_key_signs_with_another_key(settings: Any, tmp_path: Any, capsys: Said) -> None:
    settings.DATA_DIR = tmp_path
    before = signing_keys.current().kid

    call_command("rotate_signing_key")

    assert signing_keys.current().kid != before
    assert signing_keys.current().kid in capsys.readouterr().out


REFUSED = [
    ("create_tenant",),
    ("create_tenant", "--name", ""),
    ("create_tenant", "--name", "x", "--domain", "no domain"),
    ("create_tenant", "--name", "x", "--domain", "contoso.example"),
    ("create_admin", "--tenant", "nowhere.example", "--user", "a@b.example", "--password", "p"),
    ("create_admin", "--tenant", "contoso.example", "--user", "nobody", "--password", "p"),
    ("create_admin", "--tenant", "contoso.example", "--user", "a@b.example", "--password", ""),
    ("create_admin", "--tenant", "contoso.example", "--user", "a@b.example", "--password", "p", "--role", "King"),
    ("create_application", "--tenant", "contoso.example", "--name", "x"),
    ("create_application", "--tenant", "contoso.example", "--name", "x", "--role", "Everything.All"),
    ("create_application", "--tenant", "contoso.example", "--name", "x", "--role", "MobileThreatDefense.Report.All"),
    ("create_application", "--tenant", "contoso.example", "--name", "x", "--role", "User.Read.All", "--partner", "x"),
    ("reevaluate", "--tenant", "11111111-2222-4333-8444-555555555555"),
    ("explain", "11111111-2222-4333-8444-555555555555"),
    ("explain", "nothing"),
    ("shift_clock", "--tenant", "contoso.example", "a while"),
    ("shift_clock", "--tenant", "contoso.example", "P1Y"),
    ("shift_clock", "--tenant", "contoso.example", "99999999d"),
    ("simulate", "--tenant", "contoso.example", "--url", "http://127.0.0.1:9", "--create"),
    ("simulate", "--tenant", "contoso.example", "--devices", "0"),
    ("simulate", "--tenant", "contoso.example", "--threats", "unwell=1"),
    ("up", "--port", "70000"),
    ("up", "--nonsense"),
    ("proxy", "--port", "70000"),
    ("connect", "--client", "telnet"),
    ("connect", "--tenant", "nowhere.example"),
    ("proxy", "--target", "https://graph.microsoft.com"),
    ("proxy", "--target", "http://127.0.0.1:8000"),
]


def test_shift_clock_tells_what_a_frozen_clock_shows(contoso: Tenant, capsys: Said) -> None:
    contoso.clock_frozen_at = real_now() + timedelta(days=300)
    contoso.save(update_fields=["clock_frozen_at"])

    moved = run(capsys, "shift_clock", "--tenant", contoso.domain, "P7D")

    assert moved["now"] == (contoso.clock_frozen_at + timedelta(days=7)).isoformat().replace("+00:00", "Z")
    assert moved["offset"].startswith("P306DT23H59M")


# Whatever a command line starts closes its connections at the end, so no transaction may be open around it.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_bad_input_ends_with_code_2_and_one_line(
    contoso: Tenant, capsys: Said, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr("sys.argv", ["manage.py", *words])

    with pytest.raises(SystemExit) as ended:
        main()

    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.err.startswith("Refused: ")
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert (Tenant.objects.count(), User.objects.count(), Application.objects.count()) == (1, 0, 0)


def test_a_refusal_is_an_error_for_whoever_calls_a_command_from_python(db: None) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("explain", "nothing")

    assert refused.value.returncode == 2


def test_a_second_web_process_without_redis_is_refused(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "2")
    settings.REDIS_URL = ""

    assert [problem.id for problem in run_checks(tags=["processes"])] == ["intune_sim.E001"]


def test_a_second_web_process_with_redis_is_fine(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "2")
    settings.REDIS_URL = "redis://127.0.0.1:6379/0"

    assert run_checks(tags=["processes"]) == []
