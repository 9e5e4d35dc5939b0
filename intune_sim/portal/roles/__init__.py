"""What stands under Tenant administration > Roles? Roles, who holds them, scope tags, and one's own permissions."""
