"""Build what is published: the wheel and the site, from nothing; not while the address is a placeholder."""

import re
import shutil
import subprocess
import sys

from . import serve

PLACEHOLDER = "OWNER"


def address(text):
    """Return the repository's address as ``_config.yml`` gives it; refuse the placeholder."""
    found = re.search(r"^repository:\s*\n\s+url:\s*(\S+)", text, re.M)
    if not found or f"/{PLACEHOLDER}/" in found[1]:
        raise serve.BuildFailed(
            "Nothing was released: _config.yml still has the placeholder OWNER in `repository: url`, "
            "put the real address there."
        )
    return found[1]


def main(options):
    """Build into ``dist/``: the wheel, and the site as a folder."""
    where = address((serve.ROOT / "_config.yml").read_text("utf-8"))
    target = serve.ROOT / "dist"
    shutil.rmtree(target, ignore_errors=True)
    serve.say(f"releasing for {where}")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", target, serve.ROOT], check=True)
    shutil.copytree(serve.build(force=True), target / "site")
    serve.say("dist/ has the wheel and the site")
    return 0
