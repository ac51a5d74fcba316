"""Build what is published: the wheel and the site, from nothing; not while the address is a placeholder."""

import shutil
import subprocess
import sys

from . import serve
from .notebooks.addresses import Addresses

PLACEHOLDER = "OWNER"


def address(source):
    """Return the repository's address as the book's ``_config.yml`` gives it; refuse the placeholder."""
    try:
        found = Addresses.of(source)
    except ValueError as error:
        raise serve.BuildFailed(f"Nothing was released: {error}.") from error
    if found.slug.startswith(f"{PLACEHOLDER}/"):
        raise serve.BuildFailed(
            f"Nothing was released: _config.yml still has the placeholder {PLACEHOLDER} in "
            "`repository: url`, put the real address there."
        )
    return found.repository


def main(options):
    """Build into ``dist/``: the wheel, and the site as a folder."""
    where = address(serve.ROOT)
    target = serve.ROOT / "dist"
    shutil.rmtree(target, ignore_errors=True)
    serve.say(f"releasing for {where}")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", target, serve.ROOT], check=True)
    shutil.copytree(serve.build(force=True), target / "site")
    serve.say("dist/ has the wheel and the site")
    return 0
