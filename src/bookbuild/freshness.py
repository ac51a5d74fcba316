"""Not built yet."""


def setup(app):
    """Nothing to set up yet."""
