"""How can a client trust this machine as Microsoft's hosts? A certificate of a local authority, made once and kept."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

#: The hosts that clients of Microsoft Graph have written into them.
MICROSOFT_HOSTS = ("graph.microsoft.com", "login.microsoftonline.com")
#: The longest life that Apple's systems grant a server's certificate.
LIFETIME = timedelta(days=825)
NAMES = ("localhost", "127.0.0.1", "::1", *MICROSOFT_HOSTS)


@dataclass(frozen=True)
class Certificate:
    """The files of one certificate, readable by their owner only."""

    #: The authority that clients are told to trust. Its own key is never written down: nothing else can be signed with it.
    authority: Path
    #: The server's key and certificate.
    server: Path


def kept_in(directory: Path) -> Certificate:
    """Where a data directory keeps its certificate, made or not."""
    return Certificate(authority=directory / "tls" / "ca.pem", server=directory / "tls" / "server.pem")


def local_certificate(directory: Path, now: datetime) -> Certificate:
    """The certificate of a data directory: made on first use, and anew when it has expired or misses a name."""
    kept = kept_in(directory)
    if not (kept.authority.exists() and kept.server.exists() and _serves(kept.server.read_bytes(), now)):
        import trustme  # only a new certificate needs it, and it takes its time to load

        authority = trustme.CA(organization_name="Intune Sim")
        server = authority.issue_cert(*NAMES, not_after=now + LIFETIME)
        kept.server.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _keep(kept.server, server.private_key_and_cert_chain_pem.bytes())
        _keep(kept.authority, authority.cert_pem.bytes())
    return kept


def _serves(pem: bytes, now: datetime) -> bool:
    """Whether a certificate is valid, for every name."""
    from cryptography import x509

    try:
        certificate = x509.load_pem_x509_certificate(pem)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    held = {str(name.value) for name in names}
    return held.issuperset(NAMES) and certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc


def _keep(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
