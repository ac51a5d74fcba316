"""The live panel in a real kernel, its buttons pressed as a browser presses them: by messages.

Once with the widgets that the book is built with, once with Colab's (ipywidgets 7.7.1, ipykernel 6.17.1,
IPython 7.34) in an environment that borrows PyTorch and NumPy from this one.
"""

import asyncio
import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from bookbuild.once import made_once
from stepwise_ssl.training.live_panel import LivePanel

ROOT = Path(__file__).resolve().parents[3]
FROM_COLAB = ("ipywidgets", "ipykernel", "ipython", "traitlets")
PATIENCE = 120  # seconds until a test gives up on a kernel; nothing is timed


@pytest.fixture(scope="module", params=["the book's", pytest.param("Colab's", marks=pytest.mark.nightly)])
def python(request):
    """A Python with these widgets, and PyTorch."""
    if request.param == "the book's":
        return sys.executable
    wanted = re.findall(
        rf"^(?:{'|'.join(FROM_COLAB)})==\S+", (ROOT / "requirements-colab.txt").read_text(), re.M
    )
    assert len(wanted) == len(FROM_COLAB)
    key = hashlib.sha256(" ".join([*wanted, sys.version]).encode()).hexdigest()[:16]
    folder = ROOT / ".cache" / "live-panel-env" / key
    inside = folder / "bin" / "python"

    def make(folder):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        quiet = ["-q", "--disable-pip-version-check"]
        subprocess.run([inside, "-m", "pip", "install", *quiet, *wanted, "setuptools"], check=True)
        site = next(folder.glob("lib/python*/site-packages"))
        # After its own packages: what is not there comes from here.
        (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")

    made_once(folder, make)
    return str(inside)


class Kernel:
    """A kernel, cells that run in it, and messages to and from its widgets."""

    def __init__(self, python, folder):
        self.manager = KernelManager()
        argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        self.manager._kernel_spec = KernelSpec(argv=argv, language="python", display_name="test")
        environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1"}
        self.manager.start_kernel(env=environment, cwd=str(folder))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)
        self.messages = []

    def run(self, code):
        """Run a cell; what it printed. Messages of runs that go on beside it are heard as well."""
        number, said = self.client.execute(code), []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            self.messages.append(message)
            if message["parent_header"].get("msg_id") == number:
                if message["msg_type"] == "stream":
                    said.append(message["content"]["text"])
                if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                    break
        while (reply := self.client.get_shell_msg(timeout=PATIENCE))["parent_header"]["msg_id"] != number:
            pass  # an answer to the greeting
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(said).strip()

    def ask(self, expression):
        return json.loads(self.run(f"import json; print(json.dumps({expression}))"))

    def click(self, model_id):
        """What a browser sends when a button is pressed."""
        data = {"method": "custom", "content": {"event": "click"}}
        message = self.client.session.msg("comm_msg", {"comm_id": model_id, "data": data})
        self.client.shell_channel.send(message)

    def until(self, expression):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.ask(expression):
                return
        pytest.fail(f"{expression} did not become true")

    def updates(self, model_id, key):
        """Values that the kernel has sent for a widget's trait."""
        sent = [m["content"] for m in self.messages if m["msg_type"] == "comm_msg"]
        states = [c["data"].get("state", {}) for c in sent if c["comm_id"] == model_id]
        return [state[key] for state in states if key in state]

    def closed(self):
        return {m["content"]["comm_id"] for m in self.messages if m["msg_type"] == "comm_close"}

    def complaints(self):
        texts = [m["content"] for m in self.messages if m["msg_type"] in ("stream", "error")]
        return [c for c in texts if c.get("name") != "stdout"]


@pytest.fixture(scope="module")
def kernel(python, tmp_path_factory):
    kernel = Kernel(python, tmp_path_factory.mktemp("kernel"))
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


CELL = """
from stepwise_ssl.training.live_panel import LivePanel
old = globals().get("panel")
panel = LivePanel(width=3, initial_scale=1e-4, learning_rate=1e-3)
panel
"""
IDS = "{name: getattr(panel, name).model_id for name in ('start_button', 'stop_button', 'words', 'picture')}"


def test_start_runs_beside_other_cells_and_stop_stops(kernel):
    kernel.run(CELL)
    ids = kernel.ask(IDS)
    shown = [m["content"]["data"] for m in kernel.messages if m["msg_type"] == "display_data"]
    assert any("application/vnd.jupyter.widget-view+json" in data for data in shown)
    kernel.click(ids["start_button"])
    kernel.until("panel.run is not None and panel.run.step > 20")
    # A cell that runs now is answered while the run goes on, and the run goes on while no cell does.
    first = kernel.ask("[panel.running, panel.run.step]")
    kernel.until(f"panel.run.step > {first[1]} + 20")
    assert first[0] and kernel.ask("panel.running")
    pictures = kernel.updates(ids["picture"], "value")
    assert len(pictures) > 1 and all("polyline" in picture for picture in pictures)
    assert kernel.updates(ids["stop_button"], "disabled")[-1] is False
    kernel.click(ids["stop_button"])
    kernel.until("not panel.running")
    step = kernel.ask("panel.run.step")
    assert "Stopped." in kernel.updates(ids["words"], "value")[-1]
    assert kernel.ask("[panel.run.step, panel.run.done, panel.rate_slider.disabled]") == [step, False, False]
    assert kernel.complaints() == []


def test_a_cell_that_runs_again_leaves_no_old_run_behind(kernel):
    kernel.run(CELL)
    before = kernel.ask(IDS)
    kernel.click(before["start_button"])
    kernel.until("panel.running and panel.run.step > 0")
    kernel.run(CELL)
    assert kernel.ask("old is not panel and list(LivePanel.open_panels.values()) == [panel]")
    kernel.until("not old.running")
    step = kernel.ask("old.run.step")
    assert set(before.values()) <= kernel.closed()
    kernel.click(kernel.ask(IDS)["start_button"])
    kernel.until("panel.run is not None and panel.run.step > 20")
    assert kernel.ask("old.run.step") == step
    assert (
        kernel.run("import asyncio; print(len([t for t in asyncio.all_tasks() if '_train' in repr(t)]))")
        == "1"
    )
    assert kernel.complaints() == []


def test_a_run_to_the_end_lies_on_the_theory(kernel):
    """Two modes, gamma 1 and 0.18: delays of finite steps and alpha^p are far below a tenth."""
    kernel.run(CELL)
    kernel.run("panel.width_slider.value, panel.scale_slider.value, panel.rate_slider.value = 2, 0.01, 0.01")
    kernel.run("panel.start()")
    kernel.until("not panel.running")
    off = "abs(h.embedding_eigenvalues - panel.theory[0](h.times)).max()"
    assert kernel.ask(f"[(h := panel.history).stopped, float({off}) < 0.1]") == ["", True]
    assert "Done." in kernel.ask("panel.words.value")


@pytest.fixture
def panel():
    made = []

    def make(**options):
        made.append(LivePanel(name="test", initial_scale=0.1, width=2, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_run_that_goes_wrong_says_so_in_the_panel(panel):
    bad = panel(learning_rate=10.0)
    bad.start()
    assert "stopped itself" in bad.words.value and "learning rate" in bad.words.value
    assert not bad.start_button.disabled and bad.history.stopped


def test_an_error_of_the_reader_s_own_loss_is_said_too(panel):
    broken = panel(losses={"mine <1>": lambda z, z_prime: z @ z_prime})
    broken.start()
    assert "RuntimeError" in broken.words.value and not broken.start_button.disabled


def test_other_losses_have_no_theory_drawn(panel):
    both = panel(steps=30)
    both.loss_menu.value = "spectral contrastive"
    both.start()
    assert both.theory is None and "Dashed" not in both.words.value and both.run.done
    both.loss_menu.value = "Barlow Twins"
    both.start()
    assert "stroke-dasharray" in both.picture.value and "Dashed" in both.words.value
    assert np.allclose(both.history.embedding_eigenvalues[-1], 1, atol=0.05)


def test_somebody_else_s_event_loop_is_left_alone(panel):
    """Where a loop runs but no kernel does (under Playwright, say), the run goes to its end at once."""

    async def inside():
        foreign = panel(steps=30)
        foreign.start()
        return foreign.task, foreign.run.done

    with ThreadPoolExecutor(1) as thread:  # a loop of its own, also where this thread has one already
        assert thread.submit(lambda: asyncio.run(inside())).result() == (None, True)
