"""Where is an exported report had? At an address that only its export job tells."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from devices.services.reports import exported_file
from intune_sim.errors import NotFound


@require_safe
def exported_report(request: HttpRequest, token: str) -> FileResponse:
    """The zip file of an export job, for whoever knows its address while it is there."""
    try:
        job, path = exported_file(token)
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{job.job_id}.zip")
    except (NotFound, FileNotFoundError) as absent:
        raise Http404("There is no such file, or not any more.") from absent
