"""The letters that a reader sees in a printed equation, in reading order, each once.

They are read from the LaTeX and not from the object: a matrix carries its sizes with it, which are printed
nowhere, and an index is part of its letter's name.
"""

import re

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "kappa": "κ", "lambda": "λ", "lamda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "deltat": "δt",
}  # fmt: skip
_WORDS = re.compile(r"\\(?:begin|end|operatorname|mathrm|text|mathbb|mathcal)\*?\{[^{}]*\}")
_DELAY = re.compile(r"\\delta t\b")  # two letters, one name
_BAR = re.compile(r"\\bar\{\\?([A-Za-z]+)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)|\\.")
_DOT = re.compile(r"\\d?dot\{\\?([A-Za-z]+)\}")
_MARKS = re.compile(r"\}?'*\}?(?:\^\\top)?(?=_)|'+")  # between a letter and its index


def visible(latex: str) -> tuple[str, ...]:
    r"""Return the letters of some LaTeX: "s_{j}", "Gamma", "barx_{i}".

    Euler's number, sizes that are not printed, the index of a sum and the sign of a transpose are none.

    >>> visible(r"\Gamma = \frac{1}{n} \sum_{i=1}^{n} \bar{x}_i \bar{x}_i^{\top}")
    ('Gamma', 'n', 'barx_{i}')
    """
    seen, place = {}, 0
    while place < len(latex):
        name, place = _next(latex, place)
        if name:
            seen[name] = True
    return tuple(seen)


def _next(latex: str, place: int) -> tuple[str, int]:
    """Return the letter that stands here, or nothing, and where to read on."""
    if found := _WORDS.match(latex, place):
        return "", found.end()
    if found := _DELAY.match(latex, place):
        return "deltat", found.end()
    if found := _BAR.match(latex, place):
        return _indexed(latex, "bar" + found[1], found.end())
    if found := _DOT.match(latex, place):
        return _indexed(latex, found[1], found.end())
    if found := _COMMAND.match(latex, place):
        word = found[1] or ""
        if word in GREEK:
            return _indexed(latex, word, found.end())
        if word == "lim" and latex[found.end() : found.end() + 1] == "_":
            return "", found.end() + 1  # what stands below a limit is read like the rest
        return "", found.end()
    if latex[place] == "_":  # the index of a sum, or what a norm or slope is taken by
        return "", _group(latex, place + 1)
    if latex[place].isalpha() and latex[place] != "e":
        return _indexed(latex, latex[place], place + 1)
    return "", place + 1


def _indexed(latex: str, name: str, place: int) -> tuple[str, int]:
    """Return a letter with its index, if it has one; one half in t_{1/2} is a value and no index."""
    if found := _MARKS.match(latex, place):
        place = found.end()
    if latex[place : place + 1] != "_":
        return name, place
    end = _group(latex, place + 1)
    index = latex[place + 1 : end]
    index = index[1:-1] if index.startswith("{") else index
    return (name if "/" in index else f"{name}_{{{index}}}"), end


def _group(latex: str, place: int) -> int:
    """Return where a group in braces, a command or a single character ends."""
    if latex[place] != "{":
        found = _COMMAND.match(latex, place)
        return found.end() if found else place + 1
    depth = 0
    for end in range(place, len(latex)):
        depth += {"{": 1, "}": -1}.get(latex[end], 0)
        if depth == 0:
            return end + 1
    return len(latex)
