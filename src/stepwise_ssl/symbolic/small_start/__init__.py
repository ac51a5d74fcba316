"""A small random start: what holds for ever, the moving axes, the errors in them, and the last step's law."""
