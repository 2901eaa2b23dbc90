"""`griot bench departures`: a made coast with its crossings, and how fast an event finds the watches it concerns."""
