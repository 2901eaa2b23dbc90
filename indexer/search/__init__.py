"""What an officer asks: the query that is built, and the page that is found."""
