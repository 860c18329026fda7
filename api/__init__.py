"""HTTP: a route parses, hands over, answers."""
