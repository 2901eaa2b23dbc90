"""What the engine found: checked again in SQL, put in order, counted."""
