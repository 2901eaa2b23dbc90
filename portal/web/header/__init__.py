"""What stands above every page: the menu with its counts, and the errand."""
