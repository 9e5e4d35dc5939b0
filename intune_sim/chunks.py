"""What lies between a WSGI server and Django? A body that comes in chunks, as .NET sends JSON, is gathered and given its
length; an answer to HEAD goes out without its body, which the server would send."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.conf import settings

Application = Callable[..., Iterable[bytes]]

STEP = 64 * 1024


def with_whole_bodies(application: Application) -> Application:
    """An application that is handed every body whole, up to one byte more than it takes: what is beyond is thrown away.

    To HEAD it answers with the headers alone (RFC 9110, 9.3.2): a client would take a body for the next answer."""

    def handed(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked":
            body = environ["wsgi.input"].read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
            while environ["wsgi.input"].read(STEP):
                pass  # the next request on this connection begins after it
            environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        answer = application(environ, start_response)
        if environ.get("REQUEST_METHOD") != "HEAD":
            return answer
        if close := getattr(answer, "close", None):
            close()
        return ()

    return handed
