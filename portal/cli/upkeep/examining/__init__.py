"""What `griot doctor` looks at beyond this machine's own parts."""
