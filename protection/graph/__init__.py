"""How does Graph see what is allowed? One module for each family of policies."""

from protection.graph import windows

RESOURCES = (*windows.RESOURCES,)
