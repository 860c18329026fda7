"""ASVS 5.0.0, levels 1 and 2: what is asked, how it stands here, and which test shows it."""
