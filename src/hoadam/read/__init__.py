"""One page, read: each module answers one question about it and knows no other."""
