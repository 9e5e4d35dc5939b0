"""How does Graph see connectors, and the two roots that hold everything of Intune?"""

from connectors.graph import device_management, mobile_threat_defense

RESOURCES = (*mobile_threat_defense.RESOURCES, *device_management.RESOURCES)
