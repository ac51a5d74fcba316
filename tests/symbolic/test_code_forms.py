"""Code forms against 50-digit numbers, by lambdify and (where node is installed) as JavaScript."""

import itertools
import json
import math
import shutil
import subprocess

import mpmath as mp
import numpy as np
import pytest
import sympy as sp

from stepwise_ssl.symbolic import javascript, registry

GAMMAS = (-7.5, -1.0, -1e-6, 0.0, 1e-6, 0.3, 1.0, 4.0, 250.0)
STARTS = (1e-150, 1e-12, 1e-3, 0.2, 1.5)
TIMES = (0.0, 1e-9, 0.01, 0.5, 3.0, 40.0, 2000.0, math.inf)


def law(gamma, s0, t):
    """(s, lambda, 1 - lambda, loss) in 50 digits, written out anew."""
    g, a = mp.mpf(gamma), mp.mpf(s0)
    if g == 0:
        s, lam, gap = a, mp.mpf(0), mp.mpf(1)
    elif t == math.inf:
        s, lam = (1 / mp.sqrt(g), mp.mpf(1)) if g > 0 else (mp.mpf(0), mp.mpf(0))
        gap = 1 - lam
    else:
        size = mp.exp(-8 * g * mp.mpf(t)) * (1 - g * a * a) + g * a * a
        s, lam, gap = a / mp.sqrt(size), g * a * a / size, (1 - g * a * a) * mp.exp(-8 * g * mp.mpf(t)) / size
    return s, lam, gap, gap**2


LAWS = ("solution", "eigenvalue-solution", "gap", "loss-in-time")


def close(got, want):
    """1e-12 relative; below the normal range of float64 only smallness can be asked for."""
    if mp.isinf(want):
        return got == math.inf
    if abs(want) < mp.mpf("1e-290"):
        return abs(got) < 1e-289
    return abs(mp.mpf(got) - want) <= mp.mpf("1e-12") * abs(want)


def cases():
    """Every law at every corner: (name, arguments, value in 50 digits)."""
    with mp.workdps(700):  # 1 - gamma s0^2 at s0 = 1e-150 needs 300 digits
        for g, a, t in itertools.product(GAMMAS, STARTS, TIMES):
            for name, want in zip(LAWS, law(g, a, t), strict=True):
                yield name, (g, a, t), +want
            low = g > 0 and mp.sqrt(g) * a < 1
            odds = mp.log(1 / (mp.mpf(g) * mp.mpf(a) ** 2) - 1) if low else 0
            yield "step-time", (g, a), -mp.log(mp.mpf(g) * mp.mpf(a) ** 2) / (8 * g) if low else mp.inf
            yield "half-rise", (g, a), odds / (8 * g) if low else mp.inf
            yield "loss-half-time", (g, a), (odds - mp.log(1 + mp.sqrt(2))) / (8 * g) if low else mp.inf
            yield "width", (g,), mp.log(81) / (8 * g) if g > 0 else mp.inf


CASES = list(dict.fromkeys(cases()))


def test_corners_in_numpy():
    with np.errstate(all="ignore"):
        for name, arguments, want in CASES:
            result = registry.get(f"one-weight/{name}")
            f = numpy_function(name)
            got = float(f(*arguments))
            assert close(got, want), (name, arguments, got, mp.nstr(want, 20), result.javascript())


def numpy_function(name, cache={}):  # noqa: B006 - a cache
    """The code form as a NumPy function."""
    if name not in cache:
        result = registry.get(f"one-weight/{name}")
        letters = {x.name: x for x in result.code_form.free_symbols}
        arguments = [letters.get(x, sp.Symbol(x)) for x in result.arguments]
        cache[name] = sp.lambdify(arguments, result.code_form, "math" if name == "width" else "numpy")
    return cache[name]


def test_display_form_would_fail_where_the_code_form_does_not():
    """The reason for two forms; if this fails, one of them may go."""
    result = registry.get("one-weight/solution")
    letters = {x.name: x for x in result.rhs.free_symbols}
    printed = sp.lambdify([letters[x] for x in ("gamma", "s0", "t")], result.rhs, "numpy")
    with np.errstate(all="ignore"):
        assert not abs(printed(1.0, 1e-3, 100.0) - 1) < 0.5
        assert numpy_function("solution")(1.0, 1e-3, 100.0) == 1.0


def test_module_is_a_plain_object_of_documented_functions():
    text = javascript.module(registry.load().values())
    assert text.count("const formulas = {") == 1 and "import " not in text and "export " not in text
    coded = [r for r in registry.load().values() if r.code_form is not None]
    for r in coded:
        assert f"  {javascript.camel_case(r.name)}: ({', '.join(r.arguments)}) => " in text
        assert f"/** {r.name}: {r.latex()} */" in text
    assert text.count("=>") == len(coded)


def test_a_letter_that_is_no_argument_is_refused():
    with pytest.raises(ValueError, match="missing"):
        javascript.arrow(sp.Symbol("x") + sp.Symbol("y"), ("x",))
    with pytest.raises(ValueError, match="otherwise"):
        x = sp.Symbol("x")
        javascript.code(sp.Piecewise((1, x > 0), (2, x < 0)))


def test_corners_in_javascript():
    """Run only where node happens to be; the browser tests of the explorables do the same everywhere."""
    node = shutil.which("node")
    if node is None:
        return
    script = (
        f"{javascript.module(registry.load().values())}\nconst cases = {calls()};\n"
        "console.log(JSON.stringify(cases.map(([f, a]) => String(formulas[f](...a.map(Number))))))"
    )
    done = subprocess.run([node, "-"], input=script, capture_output=True, text=True, check=True)
    for (name, arguments, want), got in zip(CASES, json.loads(done.stdout), strict=True):
        assert close(float(got.replace("Infinity", "inf")), want), (name, arguments, got, mp.nstr(want, 20))


def calls() -> str:
    """The cases as JSON: names of functions, and arguments as text that keeps every bit."""
    rows = [
        [javascript.camel_case(f"one-weight/{n}"), [repr(x).replace("inf", "Infinity") for x in a]]
        for n, a, _ in CASES
    ]
    return json.dumps(rows)
