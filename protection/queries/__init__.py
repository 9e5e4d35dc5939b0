"""What do pages ask about what is allowed? One module for each group of pages."""
