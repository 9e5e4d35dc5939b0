"""How does Graph see what is allowed? One module for each family of policies."""

from protection.graph import conditional_access, mobile

#: The policies of Windows, and all app policies together, are declared again where more hangs on them.
RESOURCES = (*mobile.RESOURCES, *conditional_access.RESOURCES)
