"""What names are found by, besides the sounds that comparison shares."""
