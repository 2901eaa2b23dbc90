"""docs/disclosure.md, made of the law itself: `python -m scripts.disclosure` writes it, a test holds it current."""
