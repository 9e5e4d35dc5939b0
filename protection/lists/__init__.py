"""Which lists of what is allowed are there? One module for each group of pages."""
