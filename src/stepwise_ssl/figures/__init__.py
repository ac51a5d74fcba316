"""The book's plots. Every function takes arrays and returns a :class:`BookFigure`; none computes theory.

``figures.first_run`` holds the plots of chapter 1, ``figures.one_weight`` those of chapter 3,
``figures.gate`` those of chapter 4, ``figures.staircase`` those of chapter 5,
``figures.landscape`` those of chapter 7, ``figures.deep`` those of chapter 12.
"""

from stepwise_ssl.figures.book_figure import BookFigure, Table

__all__ = ["BookFigure", "Table"]
