"""Who does this? An actor is passed to every service that changes something, as ids and names."""

from dataclasses import dataclass

from intune_sim.vocabulary import Word


class ActorType(Word):
    """What kind of somebody acts."""

    ADMIN = "admin", "Admin"
    APPLICATION = "application", "Application"
    PARTNER = "partner", "Partner"
    USER = "user", "User"
    SYSTEM = "system", "System"


@dataclass(frozen=True)
class Actor:
    """Somebody who changes something; text only, so that a record outlives what it names."""

    type: ActorType
    id: str
    name: str
    application_id: str = ""
    application_name: str = ""
    ip_address: str = ""
    correlation_id: str = ""


#: The clock, the sweep and the operator's commands.
SYSTEM = Actor(type=ActorType.SYSTEM, id="", name="Intune Sim")
