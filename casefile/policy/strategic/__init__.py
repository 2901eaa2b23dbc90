"""What of many units' entries becomes a figure that leaves them: which tables there are, their bands, and when a
figure is shown."""
