"""What officers and units ask, counted in the database; what is too much or a series; the alarms that follow."""
