"""What can go wrong in a use case, in the domain's words? Faces translate these to their caller's form."""


class DomainError(Exception):
    """A foreseen refusal: `code` is what a program reads, `message` what a person reads."""

    code = "BadRequest"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code


class Invalid(DomainError):
    """The request makes no sense as it stands."""

    code = "BadRequest"


class Forbidden(DomainError):
    """The caller may not do this."""

    code = "Forbidden"


class NotFound(DomainError):
    """There is no such thing in this tenant."""

    code = "ResourceNotFound"


class Conflict(DomainError):
    """The thing is not in a state that allows this."""

    code = "Conflict"
