"""Deputies' suggestions 代表建议: handed in, assigned, handled in stages, judged, struck off."""
