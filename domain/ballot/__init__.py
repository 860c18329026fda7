"""The ballot box: a frozen roll, sealed ballots, two key holders, counts and nothing else kept."""
