"""First principles for one weight."""


def __getattr__(name):
    return lambda l, r: None
