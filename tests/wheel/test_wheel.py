"""The wheel: pure Python, small, complete, and content with Colab's versions."""

import json
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 3_000_000  # bytes
CARRIED = {".py", ".js", ".css", ".png", ".jpg", ".toml", ".csv", ".npz", ".json", ".md"}


def test_is_pure_python_and_small(wheel):
    assert wheel.name.endswith("-py3-none-any.whl")
    assert wheel.stat().st_size < LIMIT, f"{wheel.stat().st_size} bytes"


def test_holds_every_file_of_the_package_and_nothing_else(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "src" / "stepwise_ssl"
    files = {p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    strange = {p.suffix for p in files} - CARRIED
    assert not strange, f"files of a kind that the wheel may not carry: {strange}"
    assert {str(p.relative_to(ROOT / "src")) for p in files} <= held
    assert {name.split("/")[0] for name in held if "dist-info" not in name} == {"stepwise_ssl"}
    assert {".js", ".css", ".png"} <= {Path(name).suffix for name in held}


@pytest.mark.parametrize("fixture", ["colab", "colab_with_torch"])
def test_leaves_colabs_versions_as_they_are(fixture, request, pins, shell, tmp_path):
    inside = request.getfixturevalue(fixture)
    listed = json.loads(shell(inside, "-m", "pip", "list", "--format=json", cwd=tmp_path))
    there = {entry["name"].lower(): entry["version"] for entry in listed}
    assert {name: there[name] for name in pins} == pins
    assert "stepwise-ssl" in there and ("torch" in there) == (fixture == "colab_with_torch")


def test_pytorch_runs_beside_colabs_numpy(colab_with_torch, pins, shell, tmp_path):
    """The lent PyTorch shares memory with Colab's NumPy and computes a gradient."""
    code = """
import numpy, torch
weights = torch.tensor(numpy.array([[2.0, 0.0], [0.0, 3.0]]), requires_grad=True)
torch.linalg.eigvalsh(weights).sum().backward()
print(numpy.__version__, weights.grad.numpy().tolist())
"""
    said = shell(colab_with_torch, "-c", code, cwd=tmp_path)
    assert said.strip() == f"{pins['numpy']} [[1.0, 0.0], [0.0, 1.0]]"


def test_imports_from_the_wheel_and_not_from_here(colab, shell, tmp_path):

    place = shell(colab, "-c", "import stepwise_ssl; print(stepwise_ssl.__file__)", cwd=tmp_path)
    assert "site-packages" in place and str(ROOT / "src") not in place
