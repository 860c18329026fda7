"""The vote 票决 on the candidates of one congress and year, and the margin it needs."""
