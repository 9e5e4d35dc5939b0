"""Which logs have been asked of apps? `managedAppLogCollectionRequest`, beta alone: none, as no app here sends logs."""

from intune_sim.graph.resources import BETA, Kind, Navigation, Resource, Shape, key, read_only
from intune_sim.vocabulary import Word


class UploadConsent(Word):
    """`managedAppLogUploadConsent`: what the user said."""

    UNKNOWN = "unknown"
    DECLINED = "declined"
    ACCEPTED = "accepted"


class UploadState(Word):
    """`managedAppLogUploadState`: how far an app has come."""

    PENDING = "pending"
    IN_PROGRESS = "inProgress"
    COMPLETED = "completed"
    DECLINED_BY_USER = "declinedByUser"
    TIMED_OUT = "timedOut"
    FAILED = "failed"


UPLOAD = Shape(
    type="managedAppLogUpload",
    properties=(
        read_only("managedAppComponentDescription", kind=Kind.STRING, nullable=True),
        read_only("referenceId", kind=Kind.STRING, nullable=True),
        read_only("status", kind=Kind.ENUM, type="managedAppLogUploadState", words=UploadState, nullable=True),
    ),
)

LOG_REQUESTS = Resource(
    type="managedAppLogCollectionRequest",
    only=BETA,
    shape_only=True,
    rows=lambda tenant: (),
    properties=(
        read_only("completedDateTime", kind=Kind.INSTANT, nullable=True, value=lambda request: None),
        key("id", value=lambda request: ""),
        read_only("managedAppRegistrationId", nullable=True, value=lambda request: None),
        read_only("requestedByUserPrincipalName", nullable=True, value=lambda request: None),
        read_only("requestedDateTime", kind=Kind.INSTANT, nullable=True, value=lambda request: None),
        read_only("uploadedLogs", shape=UPLOAD, many=True, value=lambda request: []),
        read_only(
            "userLogUploadConsent",
            type="managedAppLogUploadConsent",
            words=UploadConsent,
            nullable=True,
            value=lambda request: None,
        ),
        read_only("version", nullable=True, value=lambda request: None),
    ),
)


def log_requests(read: tuple[str, ...]) -> Navigation:
    """The requests behind a registration or a user."""
    return Navigation(
        name="managedAppLogCollectionRequests", only=BETA, resource=LOG_REQUESTS, read=read, rows=lambda owner: ()
    )
