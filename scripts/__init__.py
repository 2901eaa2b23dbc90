"""How a checkout is set up, tested, checked and pictured. None of it is part of what is installed."""
