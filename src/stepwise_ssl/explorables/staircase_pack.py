"""Write staircase_js/pack.js: the photographs' eigenmodes and the picture that is rebuilt from them.

Run ``python -m stepwise_ssl.explorables.staircase_pack`` after a change in the photographs; a test
fails while the file says something else than the package computes. Numbers are written as printable
characters, so that the page stays small once it is compressed: the picture's brightness in steps of 5
of 255, its colour for each square of 2 x 2 pixels, every entry of a mode to 1/3612 of its largest.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

TARGET = Path(__file__).with_name("staircase_js") / "pack.js"
SIZE, N_PAIRS, SEED, N_MODES = 10, 1000, 3, 8
PHOTOGRAPH, ROWS, COLUMNS = "cat", slice(20, 200), slice(30, 270)
LEVELS, STEP, FINE = 85, 5, 85 * 85 - 1


def photograph_modes() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The leading eigenvalues and eigenmodes of the five photographs' cross-correlation, and the mean crop.

    Returns:
        gammas (8,), modes as columns (300, 8) with the largest entry of each positive, mean (300,) in [0, 1].

    Source: Gamma of ``crop_pairs(load_photographs(), 1000, 10, seed=3)``, standardised.

    >>> photograph_modes()[0][:2].round(1)
    array([220.6,  39.8])
    """
    from stepwise_ssl.closed_form import cross_correlation, eigenpairs
    from stepwise_ssl.data import crop_pairs, load_photographs, standardise

    x, x_prime = crop_pairs(load_photographs(), N_PAIRS, SIZE, SEED)
    gammas, modes = eigenpairs(cross_correlation(*standardise(x, x_prime)), N_MODES)
    signs = np.sign(modes[np.abs(modes).argmax(axis=0), np.arange(N_MODES)])
    return gammas, modes * signs, (x.mean(axis=0) + x_prime.mean(axis=0)) / 2


def picture() -> np.ndarray:
    """The part of a shipped photograph that is shown, (180, 240, 3) of uint8.

    >>> picture().shape
    (180, 240, 3)
    """
    from stepwise_ssl.data import load_photographs

    return load_photographs()[PHOTOGRAPH][ROWS, COLUMNS]


def characters(values: np.ndarray) -> str:
    """Whole numbers from 0 to 84 as one printable character each, without quotes and backslash.

    >>> characters(np.array([0, 1, 84]))
    '#$x'
    """
    codes = np.asarray(values).ravel() + 35
    return "".join(map(chr, codes + (codes >= 92)))


def fine(values: np.ndarray) -> str:
    """Numbers in [0, 1] as two characters each.

    >>> fine(np.array([0.0, 1.0]))
    '##xx'
    """
    whole = np.rint(np.asarray(values).ravel() * FINE).astype(int)
    return characters(np.stack([whole // LEVELS, whole % LEVELS], axis=1))


def predicted(plane: np.ndarray) -> np.ndarray:
    """What each pixel differs from the guess that its neighbours above and left make, modulo 85.

    Args:
        plane: whole numbers from 0 to 84, (height, width).

    Returns:
        Whole numbers from 0 to 84; most are close to 42, which is what makes them small when compressed.

    Source: the median predictor of LOCO-I (Weinberger, Seroussi, Sapiro 2000).

    >>> predicted(np.array([[7, 7], [7, 8]])).tolist()
    [[49, 42], [42, 43]]
    """
    padded = np.pad(plane, ((1, 0), (1, 0)))
    left, up, corner = padded[1:, :-1], padded[:-1, 1:], padded[:-1, :-1]
    guess = np.clip(left + up - corner, np.minimum(left, up), np.maximum(left, up))
    return (plane - guess + LEVELS // 2) % LEVELS


def planes(pixels: np.ndarray) -> list[np.ndarray]:
    """Brightness (R + 2G + B)/4 of each pixel and two colour differences of each 2 x 2 square, in steps of 5.

    Args:
        pixels: uint8, (height, width, 3), both even.

    Returns:
        Three arrays of whole numbers from 0 to 84: (height, width) and two of half the size.

    >>> [plane.shape for plane in planes(picture())]
    [(180, 240), (90, 120), (90, 120)]
    """
    red, green, blue = (pixels[..., k].astype(float) for k in range(3))
    luma = (red + 2 * green + blue) / 4
    height, width = luma.shape

    def squares(plane: np.ndarray) -> np.ndarray:
        mean = plane.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
        return np.clip(np.rint(mean / STEP) + LEVELS // 2, 0, LEVELS - 1).astype(int)

    return [np.rint(luma / STEP).astype(int), squares(red - luma), squares(blue - luma)]


def text() -> str:
    """Return the whole file.

    >>> text().startswith("// Generated")
    True
    """
    gammas, modes, mean = photograph_modes()
    peaks, pixels = np.abs(modes).max(axis=0), picture()
    pack = {
        "size": SIZE,
        "height": pixels.shape[0],
        "width": pixels.shape[1],
        "gammas": [float(f"{g:.6g}") for g in gammas],
        "peaks": [float(f"{p:.6g}") for p in peaks],
        "mean": fine(mean),
        "modes": [
            fine((mode / float(f"{p:.6g}") + 1).clip(0, 2) / 2)
            for mode, p in zip(modes.T, peaks, strict=True)
        ],
        "planes": [characters(predicted(plane)) for plane in planes(pixels)],
    }
    body = "".join(f"  {key}: {json.dumps(value)},\n" for key, value in pack.items())
    head = "// Generated by stepwise_ssl.explorables.staircase_pack, which says what the characters mean.\n"
    return f"{head}const PACK = {{\n{body}}};\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
