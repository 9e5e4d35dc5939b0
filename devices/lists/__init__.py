"""Which lists of people's apps and devices are there? One module for each group of pages."""
