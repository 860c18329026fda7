"""监督议题: what the people and deputies want supervised, and the year's supervision plan of it."""
