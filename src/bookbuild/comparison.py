"""lightly's losses, to compare ours with: fetched once, hash-checked, loaded without the rest of lightly.

``import lightly.loss`` runs lightly's whole package and needs torchvision, which must match PyTorch's version
and build. The three files that are wanted import PyTorch only, but for one line in one of them. So lightly's
wheel is unpacked under .cache/ and its packages stand in as empty ones that know their folder: Python then
reads the three files as they are and nothing else.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib import import_module
from types import ModuleType, SimpleNamespace

from .environment import ROOT, CannotSetUp, last_line

PINS = ROOT / "requirements-comparison.txt"
PACKAGES = ("lightly", "lightly.loss", "lightly.models", "lightly.models.modules", "lightly.utils")
# Wanted by lightly's memory bank when it is spread over several GPUs; NTXentLoss as used here has none.
UNUSED = "lightly.models.utils"


def fetch(pins=PINS, cache=ROOT / ".cache" / "comparison"):
    """Install the pinned wheel into a folder named after its pin, unless it is there; return the folder."""
    folder = cache / hashlib.sha256(pins.read_bytes()).hexdigest()[:16]
    if folder.exists():
        return folder
    part = folder.with_suffix(f".part{os.getpid()}")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    wanted = ["--no-deps", "--no-compile", "--require-hashes", "--target", part, "-r", pins]
    done = subprocess.run([*pip, *wanted], capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(part, ignore_errors=True)
        raise CannotSetUp(
            f"pip could not fetch lightly ({last_line(done)}): check the network, then try again."
        )
    try:
        part.rename(folder)
    except OSError:  # another process was first
        shutil.rmtree(part, ignore_errors=True)
    return folder


def lightly_losses():
    """Return lightly's ``BarlowTwinsLoss``, ``VICRegLoss`` and ``NTXentLoss``, with their version."""
    folder = fetch()
    if "lightly" not in sys.modules:
        for name in PACKAGES:
            package = ModuleType(name)
            package.__path__ = [str(folder.joinpath(*name.split(".")))]
            sys.modules[name] = package
        sys.modules[UNUSED] = ModuleType(UNUSED)
    (metadata,) = folder.glob("lightly-*.dist-info")
    return SimpleNamespace(
        BarlowTwinsLoss=import_module("lightly.loss.barlow_twins_loss").BarlowTwinsLoss,
        VICRegLoss=import_module("lightly.loss.vicreg_loss").VICRegLoss,
        NTXentLoss=import_module("lightly.loss.ntx_ent_loss").NTXentLoss,
        version=metadata.name.removesuffix(".dist-info").removeprefix("lightly-"),
    )
