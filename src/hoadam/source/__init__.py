"""Where pages come from: text and HTML files, folders, JSON lines."""
