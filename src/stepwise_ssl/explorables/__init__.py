"""Interactive figures: one Python declaration and one JavaScript file each, with or without a kernel."""

from .augmentation_strength import AugmentationStrength
from .contract import Choice, Control, Declaration, Explorable, Preset, Quantities, Row
from .deep_runs import DeepRuns
from .landing import LandingStaircase
from .one_weight import OneWeight
from .saddle_walk import SaddleWalk
from .small_start import SmallStart
from .staircase import Staircase
from .turn_the_basis import TurnTheBasis
from .two_modes import TwoModes

__all__ = [
    "AugmentationStrength",
    "Choice",
    "Control",
    "Declaration",
    "DeepRuns",
    "Explorable",
    "LandingStaircase",
    "OneWeight",
    "Preset",
    "Quantities",
    "Row",
    "SaddleWalk",
    "SmallStart",
    "Staircase",
    "TurnTheBasis",
    "TwoModes",
]
