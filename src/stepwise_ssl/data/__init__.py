"""Positive pairs to learn from: shipped photographs and digits, and synthetic pairs of known spectrum."""
