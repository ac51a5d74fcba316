"""The language of an answer, as data: what may be typed and how large it may be.

One table for both readers, Python's (``reading.py``) and the browser's (``answer_box.js``).
"""

MAX_CHARS = 600
MAX_NODES = 300
MAX_DEPTH = 40
MAX_DIGITS = 20  # of a number, before and after the point together
MAX_EXPONENT = 64
MAX_DEGREE = 4096  # product of nested exponents
HUGE = 1e300  # a larger value counts as no value: doubles end soon after

FUNCTIONS = (
    *("exp", "log", "sqrt", "expm1", "log1p", "log2", "log10", "abs"),
    *("sin", "cos", "tan", "asin", "acos", "atan"),
    *("sinh", "cosh", "tanh", "asinh", "acosh", "atanh"),
)
FUNCTION_ALIASES = {"ln": "log", "√": "sqrt"}
CONSTANTS = ("pi", "e")

# Phone keyboards and maths fonts. Left: what is typed; right: what is meant.
CHARACTERS = {
    **dict.fromkeys("·×⋅∗∙•", "*"),
    **dict.fromkeys("−–—", "-"),
    **dict.fromkeys("÷∕⁄", "/"),
    "²": "^2",
    "³": "^3",
    "⁴": "^4",
    "½": "(1/2)",
    "¼": "(1/4)",
    "\\": " ",
    "\u00a0": " ",
    "\u2009": " ",
    "\u200b": "",
}
GREEK = dict(
    zip(
        "αβγδεζηθκλμµνξπρστφχψω",
        "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu mu nu xi pi rho sigma tau phi chi psi"
        " omega".split(),
        strict=True,
    )
)
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
MODULES = ("np", "numpy", "sp", "sympy", "math", "Math", "mp", "mpmath")


def table() -> dict:
    """Return the grammar as plain data for the answer box.

    Returns:
        A dictionary of numbers, texts and lists.

    Source: the constants of this module.

    >>> table()["MAX_CHARS"]
    600
    """
    names = (
        "MAX_CHARS MAX_NODES MAX_DEPTH MAX_DIGITS MAX_EXPONENT MAX_DEGREE HUGE FUNCTIONS FUNCTION_ALIASES "
        "CONSTANTS CHARACTERS GREEK SUBSCRIPTS MODULES"
    )
    return {name: globals()[name] for name in names.split()}
