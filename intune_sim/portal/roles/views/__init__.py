"""Which pages show and change roles? Tenant administration > Roles."""
