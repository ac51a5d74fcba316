"""Where things live on the web, all derived from the repository's address in ``_config.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import yaml

COLAB = "https://colab.research.google.com/github"


@dataclass(frozen=True)
class Addresses:
    """The repository, and what can be reached through it.

    Args:
        repository: address of the repository, such as ``https://github.com/owner/book``.
        branch: the branch that readers see.
        site: address of the published site; GitHub's own place for it when none is given.

    >>> Addresses("https://github.com/owner/book").colab("03_one_weight")
    'https://colab.research.google.com/github/owner/book/blob/main/notebooks/03_one_weight.ipynb'
    """

    repository: str
    branch: str = "main"
    site: str = ""

    @classmethod
    def of(cls, source) -> Addresses:
        """Read ``_config.yml`` in the book's folder, the one place where the address stands.

        Args:
            source: the book's folder.

        Raises:
            ValueError: when it names no repository.
        """
        config = yaml.safe_load(Path(source, "_config.yml").read_text(encoding="utf-8"))
        repository = config.get("repository") or {}
        url = (repository.get("url") or "").rstrip("/").removesuffix(".git")
        if url.count("/") < 4:
            raise ValueError("_config.yml: repository: url: expected https://github.com/OWNER/NAME")
        return cls(url, repository.get("branch") or "main", (config.get("html") or {}).get("baseurl") or "")

    @property
    def slug(self) -> str:
        """Owner and name of the repository, ``owner/book``."""
        return "/".join(self.repository.split("/")[-2:])

    def colab(self, name: str) -> str:
        """The address that opens the notebook ``name`` in Colab."""
        return f"{COLAB}/{self.slug}/blob/{self.branch}/notebooks/{quote(name)}.ipynb"

    def raw(self, path: str) -> str:
        """The address of a file of the repository, as it is."""
        return f"{self.repository}/raw/{self.branch}/{quote(path)}"

    def page(self, docname: str, anchor: str = "") -> str:
        """The address of a page of the site, or of a place on it."""
        owner, name = self.slug.split("/")
        site = self.site.rstrip("/") or f"https://{owner.lower()}.github.io/{name}"
        return f"{site}/{quote(docname)}.html" + (f"#{anchor}" if anchor else "")

    def requirement(self) -> str:
        """What pip installs to get the book's package from the repository."""
        return f"stepwise-ssl @ git+{self.repository}"
