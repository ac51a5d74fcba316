"""The exact theory of stepwise self-supervised learning, in code that is meant to be read.

Import the room you need: ``stepwise_ssl.closed_form``, ``stepwise_ssl.symbolic``,
``stepwise_ssl.data``, ``stepwise_ssl.figures``, ``stepwise_ssl.explorables``,
``stepwise_ssl.exercises``. Importing the package itself loads none of them.
"""

__version__ = "0.1.0"
