"""One congress's organisation: its bodies, groups, units and deputies, each from a day to a day."""
