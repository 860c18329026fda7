"""The pages in a second language: an English reading of the same words (decision 0030)."""
