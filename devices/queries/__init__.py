"""What do pages ask about people's apps and devices? One module for each group of pages."""
