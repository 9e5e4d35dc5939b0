"""Which words does Microsoft Entra use for risk? Nothing judges risk here: sign-ins carry `none`, policies may ask for more."""

from intune_sim.vocabulary import Word


class RiskLevel(Word):
    """`riskLevel`."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    HIDDEN = "hidden", "Hidden"
    NONE = "none", "No risk"


class RiskState(Word):
    """`riskState`."""

    NONE = "none", "None"
    CONFIRMED_SAFE = "confirmedSafe", "Confirmed safe"
    REMEDIATED = "remediated", "Remediated"
    DISMISSED = "dismissed", "Dismissed"
    AT_RISK = "atRisk", "At risk"
    CONFIRMED_COMPROMISED = "confirmedCompromised", "Confirmed compromised"
