"""Which colour of a chart stands for which access, and for which threat level?"""

from intune_sim.charts import Series
from protection.engine.facts import Access, HealthState

ACCESS_SERIES = {
    Access.ALLOWED: Series("Allowed", "good"),
    Access.WARNED: Series("Allowed with notice", "notice"),
    Access.UNPROTECTED: Series("Unprotected", "warning"),
    Access.BLOCKED: Series("Blocked", "bad"),
    Access.WIPE_PENDING: Series("Wipe pending", "worst"),
    Access.INACTIVE: Series("No policy", "neutral"),
    Access.WIPED: Series("Wiped", "faint"),
}
#: The levels that a threat partner tells apart; whatever else it says is no level.
NO_LEVEL = Series("No level", "neutral")
THREAT_SERIES = {
    HealthState.SECURED: Series("Secured", "good"),
    HealthState.LOW_SEVERITY: Series("Low", "notice"),
    HealthState.MEDIUM_SEVERITY: Series("Medium", "warning"),
    HealthState.HIGH_SEVERITY: Series("High", "bad"),
    HealthState.COMPROMISED: Series("Compromised", "worst"),
}
