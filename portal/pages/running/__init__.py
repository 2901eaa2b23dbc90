"""For machines that watch over Griot: whether it runs, whether it is ready, and its figures."""
