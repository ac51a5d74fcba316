"""The exercises of chapter 7, The landscape.

The loss is L = ||C - I||_F^2 with C = W Gamma W^T. Every expected value is recomputed in the tests by another
route.
"""

from __future__ import annotations

from . import chapter07_function
from .choice import ChoiceQuestion, Option
from .declaration import Exercise
from .expression import ExpressionQuestion
from .number import NumberQuestion

_HEIGHTS = ChoiceQuestion(
    [
        Option(
            "Any value from 0 to 3: a flat place can lie at any height.",
            "Try it with one output: the slope is 4(C - 1)Γw. It is zero only if C = 1 or Γw = 0, and then "
            "C is 1 or 0. Nothing lies between.",
        ),
        Option(
            "Only 0: where the gradient is zero, training is done.",
            "W = 0 has a gradient of zero, and a loss of 3. A zero gradient does not mean a minimum.",
        ),
        Option(
            "Only 3 or 0: nothing is learned, or everything.",
            "These two are possible. But each direction of the embedding can be full or empty by itself.",
        ),
        Option(
            "Only 0, 1, 2 or 3, whatever Γ is.",
            "Each direction of the embedding is full or empty, and each empty one costs one. The chapter "
            "proves it in two lines. How many can be full, the positive modes decide.",
            right=True,
        ),
        Option(
            "It depends on the eigenvalues of Γ: sums of some of the γ.",
            "The heights do not know γ. An empty direction costs (1 - 0)² = 1, whichever mode is missing in "
            "it; γ says when the step comes.",
        ),
        Option(
            "0, 1, 4 or 9: the loss is a square.",
            "It is a sum of squares: each empty direction adds (1 - 0)² = 1. Two of them add 2, not 2².",
        ),
    ]
)

_TWINS = NumberQuestion(
    25,
    0.4,
    slips=[
        (
            40,
            "That is the number of pairs, and of positive eigenvalues. A pair of twins has no difference δ.",
        ),
        (15, "That is the number of twins. They are the ones that pull nothing down."),
        (0, "A covariance has none. But Γ holds products of two views, and most of these differ."),
        (55, "You counted the twins twice. Which pairs have a difference δ that is not zero?"),
        (80, "That is the number of views. Half of the directions would be pushed up anyway."),
        (65, "That is how many eigenvalues are not zero: 40 positive ones and the negative ones."),
        (
            120,
            "That is the number of all eigenvalues. Most are neither positive nor negative: they are zero.",
        ),
    ],
    praise="40 up, 25 down, and the other 55 of the 120 eigenvalues are zero.",
)

_HALF = ExpressionQuestion(
    "sqrt((1 - 1/sqrt(2))/gamma)",
    {"gamma": (0.3, 3.0)},
    slips=[
        (
            "sqrt(1/(2*gamma))",
            "There γs² = 1/2, the half rise of the eigenvalue. The loss has then lost 1 - (1 - 1/2)² = 3/4.",
        ),
        (
            "sqrt((1 + 1/sqrt(2))/gamma)",
            "That is the other root: it lies beyond the bottom, where the loss rises again.",
        ),
        ("(1 - 1/sqrt(2))/gamma", "That is s². Take the root."),
        ("sqrt(1 - 1/sqrt(2))", "Where is γ? A strong feature needs a shorter way."),
        ("1/sqrt(gamma)", "That is the bottom, one whole unit lower."),
        ("1/(2*sqrt(gamma))", "That is half of the way. The loss has then lost only 1 - (3/4)² = 7/16."),
        ("1 - 1/sqrt(2)", "That is γs², the new eigenvalue of C. Solve for s."),
        (
            "sqrt(1/(sqrt(2)*gamma))",
            "There (γs²)² is one half. It is (1 - γs²)² that has to be.",
        ),
        ("sqrt(1 - 1/sqrt(2))*sqrt(gamma)", "γ belongs below: γs² = 1 - 1/√2."),
    ],
    praise="At γs² = 0.29, well before the middle of the eigenvalue's rise.",
    case="For γ = 1 it must be 0.541, about half of the way to the bottom.",
)

_OVER = ChoiceQuestion(
    [
        Option(
            "The length of the gradient, to more digits: at a minimum it is exactly zero.",
            "At a saddle it is exactly zero too. Near a saddle it is small, and grows again only when the "
            "next step is close.",
        ),
        Option(
            "Whether the loss is exactly 2, or a little above.",
            "Both a saddle and a plateau for ever lie at whole numbers.",
        ),
        Option(
            "The rank of C: if it is 3, there is nothing more to learn.",
            "It is 3 in both cases: the loss is d minus the rank of C.",
        ),
        Option(
            "The number of eigenvalues of Γ that are not zero: if there are more than three, it goes on.",
            "Negative ones are not zero, and can never be learned: γs² would have to be 1.",
        ),
        Option(
            "The number p of positive eigenvalues of Γ: with p = 3 it is over, with p > 3 it is not.",
            "The least value of the loss is d - p. Above it there is always a way down.",
            right=True,
        ),
        Option(
            "Ten times as many steps: if nothing has happened by then, nothing will.",
            "A mode with a ten times smaller γ steps about ten times as late, one with a smaller γ "
            "still later. Waiting never proves that it will not come.",
        ),
    ]
)

_WRONG_MODE = ExpressionQuestion(
    "1/gamma3 - 1/gamma2",
    {"gamma1": (2.0, 4.0), "gamma2": (1.0, 1.8), "gamma3": (0.2, 0.8)},
    slips=[
        ("1/gamma2 - 1/gamma3", "The sign: the weaker mode needs the larger weights, so its norm is larger."),
        ("1/gamma1 + 1/gamma3", "That is the norm of this solution. Subtract the smallest one."),
        ("1/gamma1 + 1/gamma2", "That is the smallest norm. By how much is the other one larger?"),
        ("1/gamma3 - 1/gamma1", "Mode 1 is in both. What is exchanged is mode 2 for mode 3."),
        ("1/sqrt(gamma3) - 1/sqrt(gamma2)", "These are lengths of rows. The norm adds up their squares."),
        ("gamma2 - gamma3", "A learned mode has γs² = 1, so its s² is 1/γ, not γ."),
        ("1/gamma3", "That is what mode 3 costs. The smallest solution pays for mode 2 instead."),
        ("1/gamma3^2 - 1/gamma2^2", "One power too many: s² is already 1/γ."),
        ("1/(gamma2 - gamma3)", "A difference of inverses is not the inverse of a difference."),
    ],
    praise="The weaker the mode, the larger the weights that it needs.",
    case="For γ₃ close to γ₂ it must go to zero.",
)

_TOO_FAST = ChoiceQuestion(
    [
        Option(
            "The weights grow without end.",
            "At W of the smallest solution the steps are unstable, and the weights move away. But there are "
            "flatter solutions, where they are stable.",
        ),
        Option(
            "It settles at the smallest solution, only more slowly, swinging from side to side.",
            "Near it an error is multiplied by 1 - 8·0.1·3 = -1.4 in each step. It swings, and farther each "
            "time.",
        ),
        Option(
            "The loss goes to zero, at a flatter solution, where part of mode 1 has been given up.",
            "It stops where the sharpness is just below 2/0.1 = 20. The loss curve looks as if nothing had "
            "happened.",
            right=True,
        ),
        Option(
            "The loss swings for ever around the smallest solution.",
            "That is what one weight does, which has nowhere else to go. Here the solutions form a surface, "
            "and the run slides along it.",
        ),
        Option(
            "Mode 1 is not learned at all; modes 2 and 3 are, with a loss of zero.",
            "It gives up only as much of mode 1 as it must: about half. Then the sharpness is "
            "below 20 instead of 16.",
        ),
    ]
)

_STABLE = NumberQuestion(
    0.125,
    0.002,
    slips=[
        (0.05, "That is 1/(4γ₁). But mode 1 is not in this solution: the gate is closed to it."),
        (0.0625, "That is 1/(8γ₂), where mode 2 begins to overstep. It is stable up to twice as much."),
        (0.25, "That is 1/(4γ₃). The stronger of the two modes sets the limit."),
        (0.025, "That is 1/(8γ₁). Which modes does this solution hold?"),
        (1 / 6, "You took the curvature 4(γ₂ + γ₃) of the two modes together. The sharpest one is 8γ₂."),
        (16, "That is the sharpness. Descent is stable below 2 over it."),
        (0.5, "That is 1/γ₂. The curvature is 8γ₂, and the limit 2 over the curvature."),
        (0.1, "That is 1/(2γ₁). Mode 1 is not in this solution, and the factor is 4."),
    ],
    praise="The sharpness is 8γ₂ = 16, so η < 2/16. Between 1/20 and 1/8 this solution is stable, and the "
    "smallest one is not.",
)

_ALL = [
    Exercise(
        "7.1",
        "Which heights?",
        "predict",
        1,
        3,
        "The embedding has three coordinates, and the gradient is exactly zero. Which values can the loss "
        "have?",
        _HEIGHTS,
    ),
    Exercise(
        "7.2",
        "Twins among the pairs",
        "measure",
        1,
        10,
        "40 pairs of random vectors with 120 numbers each; in 15 of them the two views are equal. How many "
        "negative eigenvalues has Γ?",
        _TWINS,
    ),
    Exercise(
        "7.3",
        "Half a storey",
        "derive",
        1,
        10,
        "At which s > 0 of the walk has the loss lost half a unit?",
        _HALF,
    ),
    Exercise(
        "7.4",
        "Is it over?",
        "explain",
        2,
        10,
        "A run with d = 5 has stood at a loss of 2.000 for a long time. Which one measurement tells whether "
        "it will ever fall again?",
        _OVER,
        self_check=(
            "Your text says that loss, gradient and rank of C are the same at a saddle and at a plateau that "
            "is for ever.",
            "It names p, the number of positive eigenvalues of Γ, and d - p as the least value of the loss.",
            "It says what happens for p = 3 and what for p > 3.",
            "It says that waiting proves nothing.",
        ),
    ),
    Exercise(
        "7.5",
        "The way out",
        "implement",
        3,
        25,
        "Write my_way_out(weights, gamma_matrix): at a saddle, the matrix u v^T with unit vectors, C u = 0, "
        "W Γ v = 0 and v^T Γ v as large as possible.",
        chapter07_function.QUESTION,
    ),
    Exercise(
        "7.6",
        "What the wrong mode costs",
        "derive",
        1,
        5,
        "d = 2. A solution uses modes 1 and 3. By how much is its squared norm larger than the smallest?",
        _WRONG_MODE,
    ),
    Exercise(
        "7.7",
        "A little too fast",
        "break",
        2,
        10,
        "Γ = diag(3, 2, 1), d = 2, a small random start, and η = 0.1, where 1/(4γ₁) = 0.083. What happens?",
        _TOO_FAST,
    ),
    Exercise(
        "7.8",
        "Stable where?",
        "derive",
        2,
        10,
        "Γ = diag(5, 2, 1), d = 2. Below which learning rate is descent stable near the solution that uses "
        "modes 2 and 3?",
        _STABLE,
    ),
]

EXERCISES = {exercise.number: exercise for exercise in _ALL}
