"""What the command does beside building: serve, write entries for notes, begin a site."""
