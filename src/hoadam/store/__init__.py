"""Where the chronicle is kept."""
