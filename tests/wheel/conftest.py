"""A wheel of the package and an environment with Colab's versions, built once for each machine."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from bookbuild.once import alone, made_once

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "requirements-colab.txt"
COLABS_TORCH = "2.11"  # as of August 2026
REPORT = []


def pytest_terminal_summary(terminalreporter):
    for line in REPORT:
        terminalreporter.write_line(line)


def run(*command, **options):
    """Run a command away from this repository's settings; its output is the message when it fails."""
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")}
    clean |= {"PYTHONNOUSERSITE": "1", "OMP_NUM_THREADS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        [*map(str, command)], env=clean, capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def candidates():
    """Pythons to try, Colab's own version first; a shim of pyenv may stand on PATH and not run."""
    for version in ("3.13", "3.12"):
        if found := shutil.which(f"python{version}"):
            yield found
            yield from sorted(Path(found).parents[1].glob(f"versions/{version}.*/bin/python"))
    yield sys.executable


def newest_python():
    """The first candidate that runs and can make an environment, with its version."""
    ask = "import ensurepip, venv, sys; print('%d.%d.%d' % sys.version_info[:3])"
    for path in candidates():
        done = subprocess.run([path, "-c", ask], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return path, done.stdout.strip()
    pytest.fail("no Python on this machine can make a virtual environment: install python3-venv")


def environment(python, name):
    """The folder of an environment with Colab's pins, made once for each Python and set of pins."""
    key = hashlib.sha256(PINS.read_bytes() + name.encode()).hexdigest()[:16]

    def make(folder):
        run(python, "-m", "venv", folder)
        run(folder / "bin" / "python", "-m", "pip", "install", "-q", "-r", PINS)

    return made_once(ROOT / ".cache" / "colab-env" / key, make)


def freshly_install(wheel, folder):
    """Put the wheel into an environment in place of an older one.

    Another process of the same test run may be at work there with the same wheel: then it stays. (Two test
    runs at once in one checkout, with different sources, would disturb each other.)
    """
    inside, stamp = folder / "bin" / "python", folder / "wheel-inside"
    with zipfile.ZipFile(wheel) as file:
        files = sorted((entry.filename, entry.CRC) for entry in file.infolist())
    content = hashlib.sha256(repr(files).encode()).hexdigest()
    with alone(folder):
        if stamp.exists() and stamp.read_text() == content:
            return
        stamp.unlink(missing_ok=True)
        run(inside, "-m", "pip", "uninstall", "-q", "-y", "stepwise-ssl", cwd=inside.parent)
        run(inside, "-m", "pip", "install", "-q", wheel, cwd=inside.parent)
        stamp.write_text(content)


def release(version):
    """The numbers of a version, so that 2.9 is older than 2.11."""
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0]))


def lend(package, inside):
    """Link an installed package, and what it needs and the other environment has not, into that."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(run(inside, "-c", ask).strip())
    wanted, seen = [package], set()
    while wanted:
        name = re.match(r"[\w.-]+", wanted.pop())[0]
        if name.lower() in seen:
            continue
        seen.add(name.lower())
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # wanted on other systems or by an extra
        if (site / Path(found._path).name).exists() or has(inside, name):
            continue
        for top in {Path(str(file)).parts[0] for file in found.files or () if ".." not in file.parts}:
            if top != "__pycache__" and not (site / top).exists():
                (site / top).symlink_to(found.locate_file(top))
        wanted += found.requires or []


def has(inside, name):
    """Whether an environment has a package of its own."""
    ask = f"import importlib.metadata as m; m.distribution({name!r})"
    return subprocess.run([inside, "-c", ask], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="session")
def pins():
    """Package -> version, as Colab has them."""
    return dict(re.findall(r"^([\w-]+)==(\S+)", PINS.read_text(encoding="utf-8"), re.M))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The package's wheel, built from a copy so that the repository stays as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    ignore = shutil.ignore_patterns("__pycache__", "*.egg-info")
    shutil.copytree(ROOT / "src", folder / "src", ignore=ignore)
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", folder)
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="session")
def colab(wheel):
    """The Python of an environment with Colab's versions, the wheel freshly installed in it."""
    python, version = newest_python()
    folder = environment(python, version)
    inside = folder / "bin" / "python"
    freshly_install(wheel, folder)
    REPORT.append(f"Colab's versions (no torch) were tested with Python {version}.")
    return inside


@pytest.fixture(scope="session")
def colab_with_torch(wheel, pins):
    """The Python of an environment with Colab's versions, the wheel, and the PyTorch that runs these tests.

    Colab has PyTorch; on Linux the package index has it with CUDA only, 2.5 GB to fetch. So the one that is
    here is lent to the environment by links, which needs the Python that it was built for: this one.
    """
    version = ".".join(map(str, sys.version_info[:3]))
    folder = environment(sys.executable, "torch-" + version)
    inside = folder / "bin" / "python"
    with alone(folder):
        lend("torch", inside)
    freshly_install(wheel, folder)
    lent = run(inside, "-c", "import torch; print(torch.__version__)", cwd=folder).strip()
    assert release(lent) >= release(COLABS_TORCH), f"PyTorch {lent} is older than Colab's, {COLABS_TORCH}"
    REPORT.append(f"Colab's other versions were tested with PyTorch {lent} and Python {version}.")
    return inside


@pytest.fixture(scope="session")
def shell():
    """The function `run`."""
    return run
