"""A build from beginning to end, or as little of it as is known to be enough."""
