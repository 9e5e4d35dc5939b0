"""Which lists stand in Tenant administration? One module for each group of pages."""
