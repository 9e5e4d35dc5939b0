"""How does Graph see what is allowed? One module for each family of policies."""

from protection.graph import app_policies, windows

RESOURCES = (windows.WINDOWS_POLICIES, *app_policies.RESOURCES)
