"""What stands in court: exhibits and their chain of custody."""
