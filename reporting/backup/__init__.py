"""The whole database in one file: making it, and restoring it into an empty one of either kind."""
