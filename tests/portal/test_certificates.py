"""Is there one certificate for every name of this machine's Graph, for its owner's eyes only?"""

import ssl
import stat
from datetime import timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509

from intune_sim import clock
from intune_sim.portal.certificates import local_certificate


def names_in(pem: bytes) -> set[str]:
    held = x509.load_pem_x509_certificate(pem).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in held}


def test_a_certificate_is_made_once_for_every_name(tmp_path: Path) -> None:
    made = local_certificate(tmp_path, clock.now())
    first = made.server.read_bytes()
    local_certificate(tmp_path, clock.now())

    assert made.server.read_bytes() == first
    assert names_in(first) == {"localhost", "127.0.0.1", "::1", "graph.microsoft.com", "login.microsoftonline.com"}
    assert ssl.create_default_context(cafile=str(made.authority)).get_ca_certs()


def test_nobody_else_may_read_it_and_its_authority_can_sign_nothing_more(tmp_path: Path) -> None:
    made = local_certificate(tmp_path, clock.now())

    assert stat.S_IMODE(made.server.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in made.server.parent.iterdir()} == {0o600}
    assert b"PRIVATE" not in made.authority.read_bytes()


@pytest.mark.parametrize("names", [["localhost"], []])
def test_a_certificate_that_misses_a_name_is_made_anew(tmp_path: Path, names: list[str]) -> None:
    kept = local_certificate(tmp_path, clock.now())
    old = trustme.CA().issue_cert(*names).private_key_and_cert_chain_pem.bytes() if names else b"torn"
    kept.server.write_bytes(old)

    made = local_certificate(tmp_path, clock.now())

    assert "graph.microsoft.com" in names_in(made.server.read_bytes())


def test_an_expired_certificate_is_made_anew(tmp_path: Path) -> None:
    first = local_certificate(tmp_path, clock.now()).server.read_bytes()

    made = local_certificate(tmp_path, clock.now() + timedelta(days=826))

    assert made.server.read_bytes() != first
