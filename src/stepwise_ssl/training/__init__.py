"""Trained models, to hold beside the theory: losses, networks, one training loop, tracking of spectra.

    from stepwise_ssl.training import barlow_twins_loss, fit, pick_device

The public names are loaded when they are first asked for. So ``import stepwise_ssl`` never loads PyTorch, a
stored run can be read without it, and the losses can be had without the loop's own requirements.
"""

from importlib import import_module
from importlib.util import find_spec

# Public name -> the module that defines it. No module may bear the name of a function that it defines:
# importing it would put the module where the function is expected (so ``fit`` stands in loop.py).
_DEFINED_IN = {
    "barlow_twins_loss": "losses",
    "vicreg_loss": "losses",
    "simclr_loss": "losses",
    "spectral_contrastive_loss": "losses",
    "linear": "networks",
    "mlp": "networks",
    "small_cnn": "networks",
    "resnet18": "networks",
    "scale_initialisation": "networks",
    "give_head_bias": "networks",
    "hidden_layers": "networks",
    "body_of": "networks",
    "fit": "loop",
    "pick_device": "device",
    "Track": "tracking",
    "LivePanel": "live_panel",
    "TrainingFault": "faults",
    "CheckpointMismatch": "checkpoint",
    "History": "history",
    "detect_steps": "step_detection",
    "embedding_steps": "step_rule",
    "effective_rank": "rank",
    "log_schedule": "schedules",
    "linear_schedule": "schedules",
    "principal_angles": "overlap",
    "subspace_overlap": "overlap",
}
# Reading a stored run needs no PyTorch.
_WITHOUT_TORCH = {"history", "step_detection", "step_rule", "rank", "schedules", "overlap"}

__all__ = list(_DEFINED_IN)


def __getattr__(name: str):
    if name not in _DEFINED_IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if _DEFINED_IN[name] not in _WITHOUT_TORCH and find_spec("torch") is None:
        raise ImportError(
            f'{name} needs PyTorch, which is not installed: pip install "stepwise-ssl[torch]", then try again'
        )
    value = getattr(import_module(f"{__name__}.{_DEFINED_IN[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted([*globals(), *_DEFINED_IN])
