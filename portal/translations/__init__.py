"""The texts in French and Arabic, and the tool that keeps them complete."""
