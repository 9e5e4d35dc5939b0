"""What do admins see and do about what is allowed? One module for each group of pages."""
