"""First principles for the linear model."""


def __getattr__(name):
    return lambda l, r: None
