"""What everybody may know of the projects, and in which words: one table of rules, one shape."""
