"""One set in one term, ready to mark: its items, its variant, and the secret that chooses the points."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from pathlib import Path

from . import sets
from .items import Check, Item, Variant


@dataclass(frozen=True)
class Course:
    """What submissions are marked by.

    Args:
        variant: the constants of this term; names set and term.
        items: of the set.
        secret: of the course.
        version: changes when the checks change, so that old marks are not taken for new ones.

    Source: ``sets.load``.

    >>> Course(Variant("ps1", "demo", {}), (), "s").checks
    []
    """

    variant: Variant
    items: tuple[Item, ...]
    secret: str = field(repr=False)
    version: str = ""

    @property
    def checks(self) -> list[tuple[Item, Check]]:
        """Every check with its item, in order."""
        return [(item, check) for item in self.items for check in item.checks]

    def seed(self, fresh: str) -> str:
        """Mix what is drawn at marking time with the secret: nobody can know the points beforehand.

        Args:
            fresh: random text, kept in the log.

        Returns:
            The seed for ``items.run_check``; the same whenever the log's text comes with the same secret.

        Source: HMAC-SHA256.

        >>> len(Course(Variant("ps1", "demo", {}), (), "s").seed("00"))
        64
        """
        place = f"{self.variant.set_name}|{self.variant.term}|{fresh}"
        return hmac.new(self.secret.encode(), place.encode(), hashlib.sha256).hexdigest()


def load(set_name: str, term: str, secret: str) -> Course:
    """Load a set and draw its variant.

    Args:
        set_name: such as "ps1".
        term: such as "2027S".
        secret: of the course.

    Returns:
        The course.

    Raises:
        ValueError: no such set, or an empty secret or term.

    Source: ``assignments/NAME/``.

    >>> load("ps0", "2027S", "s")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    ValueError: no set 'ps0'; ...
    """
    module = sets.load(set_name)
    if not secret or not term:
        raise ValueError("secret and term must not be empty")
    known = (
        f"{version(sets.folder(set_name))}-{hashlib.sha256(b'known by' + secret.encode()).hexdigest()[:8]}"
    )
    return Course(module.draw(secret, term), tuple(module.ITEMS), secret, known)


def version(folder: Path) -> str:
    """Fingerprint the Python files directly in a set's folder.

    Args:
        folder: of the set.

    Returns:
        Twelve hexadecimal digits.

    Source: hashlib.

    >>> len(version(Path(__file__).parent))
    12
    """
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
