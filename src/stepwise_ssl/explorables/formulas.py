"""Write formulas.js, the one place where explorables get their equations from.

Run ``python -m stepwise_ssl.explorables.formulas`` after a change in ``stepwise_ssl.symbolic``; a test
fails while the file differs from what the registry prints.
"""

from __future__ import annotations

from pathlib import Path

TARGET = Path(__file__).with_name("formulas.js")


def text() -> str:
    """Return the JavaScript of every checked result that has a code form.

    >>> "oneWeightSolution" in text()
    True
    """
    from stepwise_ssl.symbolic import javascript, registry

    return javascript.module(registry.load().values())


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
