"""Which keys sign access tokens? RSA keys in the data directory: made once, replaced by `rotate`, kept while they count."""

import base64
import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.conf import settings

ALGORITHM = "RS256"
#: How long a token lives: its key stays valid so long after the next one was made.
TOKEN_LIFETIME = timedelta(seconds=3599)
KEY_BITS = 2048


@dataclass(frozen=True)
class SigningKey:
    """A private key and the name under which its public half is published."""

    kid: str
    private: RSAPrivateKey


def current() -> SigningKey:
    """The key that signs now; made on first use."""
    paths = _paths()
    return _read(paths[-1] if paths else _make(1))


def valid(now: datetime) -> list[SigningKey]:
    """The keys whose tokens may still live, the current one last."""
    current()
    paths = _paths()
    retired = [_made_at(path) for path in paths[1:]]
    kept = [path for path, at in zip(paths, retired, strict=False) if at + TOKEN_LIFETIME > now]
    return [_read(path) for path in (*kept, paths[-1])]


def rotate(now: datetime) -> SigningKey:
    """Sign with a new key from now on; keys whose tokens have all expired go."""
    current()
    newest = _read(_make(_number(_paths()[-1]) + 1))
    kept = {key.kid for key in valid(now)}
    for path in _paths():
        if _read(path).kid not in kept:
            path.unlink(missing_ok=True)
    return newest


def _directory() -> Path:
    directory = Path(settings.DATA_DIR) / "signing-keys"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def _paths() -> list[Path]:
    return sorted(_directory().glob("[0-9]*.pem"), key=_number)


def _number(path: Path) -> int:
    return int(path.stem)


def _made_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _make(number: int) -> Path:
    """Write a new key under a number; of two that try at once the first wins."""
    path = _directory() / f"{number:06d}.pem"
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    with os.fdopen(descriptor, "wb") as file:
        file.write(
            generate_private_key(public_exponent=65_537, key_size=KEY_BITS).private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
    return path


def _read(path: Path) -> SigningKey:
    return _parsed(path.read_bytes())


@lru_cache(maxsize=16)
def _parsed(pem: bytes) -> SigningKey:
    private = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(private, RSAPrivateKey):
        raise TypeError("A signing key must be an RSA key.")
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    kid = base64.urlsafe_b64encode(hashlib.sha256(public).digest()[:20]).decode().rstrip("=")
    return SigningKey(kid=kid, private=private)
