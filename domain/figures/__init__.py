"""Figures of a region and year: leaves that are summed, and published claims that stand beside."""
