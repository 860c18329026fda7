"""The service's own stream: when nobody could file."""
