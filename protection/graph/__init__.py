"""How does Graph see what is allowed? One module for each family of policies."""

from protection.graph import app_policies, conditional_access, mobile, windows

RESOURCES = (windows.WINDOWS_POLICIES, *mobile.RESOURCES, *app_policies.RESOURCES, *conditional_access.RESOURCES)
