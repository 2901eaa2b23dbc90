"""What a desk does around a judgement: it is held for some seconds and undone, and a hit is in somebody's hand."""
