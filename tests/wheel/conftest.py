"""A wheel of the package and an environment with Colab's versions, built once for each machine."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "requirements-colab.txt"
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
    key = hashlib.sha256(PINS.read_bytes() + version.encode()).hexdigest()[:16]
    folder = ROOT / ".cache" / "colab-env" / key
    inside = folder / "bin" / "python"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        run(python, "-m", "venv", folder)
        run(inside, "-m", "pip", "install", "-q", "-r", PINS)
        (folder / "complete").touch()
    run(inside, "-m", "pip", "uninstall", "-q", "-y", "stepwise-ssl", cwd=folder)
    run(inside, "-m", "pip", "install", "-q", wheel, cwd=folder)
    REPORT.append(f"Colab's versions (no torch) were tested with Python {version}.")
    return inside


@pytest.fixture(scope="session")
def shell():
    """The function `run`."""
    return run
