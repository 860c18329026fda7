"""From the vote to the projects: the resolution, its announcement, what is opened because of it."""
