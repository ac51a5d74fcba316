"""The student's side: runs a notebook's code cells, then answers requests on two pipes.

It runs inside the sandbox, alone: only the standard library is used here, and nothing in it is a secret.
Nothing protects this process from the student's code, and nothing has to: what it sends is judged as an
answer, so whoever writes to the pipe himself has only found another way to answer.

One request is one line of JSON, ``{"nonce", "kind", "name", "args", "seconds"}``; one reply is one line with
the same nonce and either "shape" and "data", or "text", or "error".
"""

import json
import linecache
import math
import os
import re
import signal
import sys
import types

MAGIC = re.compile(r"^([ \t]*)([%!?]|[A-Za-z_.]+\?\s*$).*$", re.M)


class TimeUp(BaseException):
    """Raised in a cell or a call that runs too long; a kindness that student code may swallow."""


def alarm(seconds):
    """Raise ``TimeUp`` after so many seconds; 0 calls it off."""
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def ring(number, frame):
    """Stop what is running."""
    raise TimeUp


def said(error):
    """Name an exception in a few words, whatever its own text does."""
    try:
        return f"{type(error).__name__}: {error}"[:200].rstrip(": ")
    except BaseException:
        return "an exception"


def compiled(source, place):
    """Compile a cell; lines of IPython's own (%, !, ?) are left out if it is not Python with them."""
    linecache.cache[place] = (len(source), None, source.splitlines(True), place)
    try:
        return compile(source, place, "exec", dont_inherit=True)
    except SyntaxError:
        if source.lstrip().startswith("%%"):
            return compile("", place, "exec")
        return compile(MAGIC.sub(r"\1pass", source), place, "exec", dont_inherit=True)


def run_cells(cells, seconds, namespace):
    """Run the code cells in order; one that fails does not stop the next. Returns what failed, in words."""
    notes, me = [], os.getpid()
    for number, source in cells:
        try:
            alarm(seconds)
            exec(compiled(source, f"<cell {number}>"), namespace)
            alarm(0)
        except TimeUp:
            notes.append(f"cell {number} was stopped after {seconds:g} seconds")
        except BaseException as error:
            notes.append(f"cell {number} raised {said(error)}")
        if os.getpid() != me:  # the cell made a copy of this process, which must not answer
            os._exit(0)
    alarm(0)
    return notes[:20]


def decode(value):
    """Turn an argument into a Python or NumPy object of its own."""
    if isinstance(value, dict):
        import numpy as np

        return np.array([float(x) for x in value["data"]]).astype(value["dtype"]).reshape(value["shape"])
    if isinstance(value, list):
        return [decode(part) for part in value]
    return value


def blank(value):
    """Say whether a slot is still empty."""
    return value is None or value is ... or (isinstance(value, str) and value.strip() in ("", "...", "…"))


def encode_array(value, name, most):
    """Turn a function's value into shape and data, or say why it is no array of numbers."""
    import numpy as np

    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    try:
        array = np.asarray(value)
    except Exception:
        return {"error": f"{name} must return an array of numbers."}
    if array.dtype.kind == "c":
        return {"error": f"{name} returns complex numbers; the answer is real."}
    if array.dtype.kind not in "iuf":
        return {"error": f"{name} must return an array of numbers; yours returns {type(value).__name__}."}
    if array.size > most:
        return {"error": f"{name} returns {array.size} numbers; {most} are the most that can be marked."}
    if np.isnan(array).any():
        return {"error": f"{name} returns NaN (not a number) in some entries."}
    data = [x if math.isfinite(x) else repr(x) for x in array.astype(float).ravel().tolist()]
    return {"shape": list(array.shape), "data": data}


def call(function, request, most):
    """Call the student's function and encode what it returns."""
    name = request["name"]
    if blank(function):
        return {"blank": True}
    if not callable(function):
        return {"error": f"{name} must be a function."}
    import numpy  # noqa: F401 (its loading is no part of the student's time)

    try:
        alarm(request["seconds"])
        value = function(*[decode(value) for value in request["args"]])
        if blank(value):
            return {"blank": True}
        return encode_array(value, name, most)
    except NotImplementedError:
        return {"blank": True}
    except TimeUp:
        return {"error": f"{name} ran longer than {request['seconds']:g} seconds."}
    finally:
        alarm(0)


def formula(value, name):
    """Turn a formula into text; nobody evaluates it."""
    if blank(value):
        return {"blank": True}
    if isinstance(value, str):
        return {"text": str(value)}
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number or type(value).__module__.split(".")[0] == "sympy":
        return {"text": str(value)}
    return {"error": f"{name} must be text such as '2*t', or SymPy."}


def answer(request, namespace, cells, cell_seconds, most):
    """Answer one request."""
    kind, name = request["kind"], request["name"]
    try:
        if kind == "boot":
            return {"notes": run_cells(cells, cell_seconds, namespace)}
        if kind == "array":
            return call(namespace.get(name), request, most)
        if kind == "expression":
            alarm(request["seconds"])
            return formula(namespace.get(name), name)
        value = namespace.get(name)
        return {"text": value if isinstance(value, str) else ""}
    except TimeUp:
        return {"error": f"{name} took too long."}
    except BaseException as error:
        return {"error": f"{name} raises {said(error)}"}
    finally:
        alarm(0)


def serve(path, inbox, outbox, cell_seconds, most):
    """Read requests until the pipe ends; write one line for each."""
    with open(path, encoding="utf-8") as file:
        cells = json.load(file)
    home = types.ModuleType("__main__")
    sys.modules["__main__"] = home
    home.__dict__["display"] = lambda *things, **more: None
    home.__dict__["get_ipython"] = lambda: None
    for line in inbox:
        request = json.loads(line)
        reply = {"nonce": request["nonce"], **answer(request, home.__dict__, cells, cell_seconds, most)}
        left = memoryview(json.dumps(reply).encode() + b"\n")
        while left:
            left = left[os.write(outbox, left) :]


if __name__ == "__main__":
    sys.path[:0] = sys.argv[6:]
    serve(
        sys.argv[1], os.fdopen(int(sys.argv[2]), "rb"), int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])
    )
