"""What do admins see and do about people's apps and devices? One module for each group of pages."""
