"""How a story leaves the program: one module a format, each with `render(story, readings, kit, lang)`."""
