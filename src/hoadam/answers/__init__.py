"""What people ask of a chronicle, answered in plain values: the same for terminal, pages, tables and programs."""
