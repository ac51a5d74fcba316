"""The exact solution: every mode of an aligned start follows the law of one weight."""
