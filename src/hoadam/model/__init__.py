"""The nouns: frozen values that every step takes and returns."""
