"""The ways out of the house, one adapter a file, behind one small port."""
