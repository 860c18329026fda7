"""大屏: what a hall sees of a vote while it goes on, and how it comes there."""
