"""The data folder as typed, frozen values: languages, frames, codebooks, boards and knowledge, gathered in a Kit."""
