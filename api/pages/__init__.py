"""The pages people open: rendered here, working without a script; one file a page."""
