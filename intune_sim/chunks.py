"""How does Django read a body that comes in chunks, as .NET sends JSON? It is gathered and given its length."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.conf import settings

Application = Callable[..., Iterable[bytes]]

STEP = 64 * 1024


def with_whole_bodies(application: Application) -> Application:
    """An application that is handed every body whole, up to one byte more than it takes: what is beyond is thrown away."""

    def handed(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
            body = environ["wsgi.input"].read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
            while environ["wsgi.input"].read(STEP):
                pass  # the next request on this connection begins after it
            environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return application(environ, start_response)

    return handed
