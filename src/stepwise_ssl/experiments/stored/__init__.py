"""Stored runs: for each its config, ``NAME.toml``, and its result, ``NAME.npz``."""
