"""The exercises of chapter 2, The linear algebra that we need.

Gamma is symmetric, eigenvalues are sorted by value, largest first. "The photographs" are the pairs of the
page: 1000 crops of 10 x 10 pixels, seed 3, standardised. Every number below is recomputed in the tests.
"""

from __future__ import annotations

from . import chapter02_directions, chapter02_function
from .choice import ChoiceQuestion, Option
from .declaration import Exercise
from .expression import ExpressionQuestion
from .number import NumberQuestion

_BELOW_ZERO = ChoiceQuestion(
    [
        Option(
            "None: a number on the diagonal is an average of squares.",
            "In a covariance it would be. Here a number from one view meets the same number from the *other* "
            "view, and the product of two different numbers may be negative.",
        ),
        Option(
            "A few, through rounding; the true ones are zero or above.",
            "Rounding is about 10⁻¹³ here. The lowest of the 300 numbers is -0.24, and it is not alone.",
        ),
        Option(
            "Almost half of them, and all of these are small.",
            "146 of 300, down to -0.24, while the first is 221. What two views of one place share is large "
            "and counts positive; in fine detail they agree or disagree by chance, and half of "
            "it counts negative.",
            right=True,
        ),
        Option(
            "About half of them, and some are as large as the first.",
            "That would be so if the two views had nothing to do with each other. But both show the same "
            "place, so that what they share wins by far.",
        ),
        Option(
            "All but ten or so: a few large ones above zero, balanced by many below.",
            "Nothing has to balance: the 300 numbers add up to 274, which a rotation does not change.",
        ),
    ]
)

_ONE_PAIR = NumberQuestion(
    -1.0,
    0.005,
    slips=[
        (4.0, "This is the larger one. The smaller one belongs to the direction at a right angle."),
        (
            0.0,
            "You took the eigenvalues of x x'ᵀ alone. Average both orders: Γ is (x x'ᵀ + x' xᵀ)/2 for one "
            "pair.",
        ),
        (
            3.0,
            "This is the sum of the two eigenvalues, the trace of Γ, and x · x' as well. Which two are they?",
        ),
        (-4.0, "This is the product of the two eigenvalues, the determinant of Γ."),
        (
            -2.0,
            "You divided by n, not by 2n. Both orders of n pairs make 2n terms: with one pair, halve it.",
        ),
        (8.0, "Twice the larger one: you divided by n, not by 2n, and took the wrong end."),
        (
            1.0,
            "The size is right. With the minus sign it is an eigenvalue, without it only a singular value.",
        ),
        (
            0.3153,
            "This belongs to the covariance Σ, which multiplies each view with itself. Γ multiplies the two "
            "views with each other.",
        ),
        (12.6847, "This is the larger eigenvalue of the covariance Σ. Γ multiplies x with x'."),
    ],
    praise="4 and -1. For a single pair they are (x · x' ± |x||x'|)/2: one above zero and one below, "
    "unless the two views are parallel.",
)

_NOISE = ChoiceQuestion(
    [
        Option(
            "Both gain σ² in every eigenvalue; the eigenvectors stay.",
            "For Σ it is so. But the noise of one view has nothing to do with the noise of the other, and Γ "
            "multiplies only across views.",
        ),
        Option(
            "Both stay: noise averages out.",
            "Noise does. Its square does not, and Σ multiplies the noise of a view with itself.",
        ),
        Option(
            "Σ gains σ² in every eigenvalue, Γ loses σ²: what is not shared counts negative.",
            "Count both parts. Noise enters the difference δ, but the mean of the two views as well, with "
            "σ²/2 each: in Γ = mean of x̄x̄ᵀ - δδᵀ they cancel, in Σ they add.",
        ),
        Option(
            "Σ stays; Γ shrinks, since noisy views are less correlated.",
            "A correlation coefficient shrinks, because it is divided by the variances. Γ is not divided by "
            "anything that noise changes.",
        ),
        Option(
            "The eigenvalues stay, but both sets of eigenvectors turn to random directions.",
            "To Σ comes σ² times the identity, of which every direction is an eigenvector. So the old "
            "eigenvectors remain, and to Γ nothing comes at all.",
        ),
        Option(
            "Σ gains σ² in every eigenvalue. Γ stays as it is.",
            "On average over many pairs. Noise is what the two views do not share: Σ adds it, and in Γ it "
            "averages out.",
            right=True,
        ),
    ]
)

_ELEVENTH = ChoiceQuestion(
    [
        Option(
            "Mode 300, with γ = -0.236: what the two views share least.",
            "In the place of a leading mode: svd sorts by magnitude, and 0.236 lies between 0.327 and "
            "0.207. Its left and right singular vectors have opposite signs there; nothing else would tell "
            "you.",
            right=True,
        ),
        Option(
            "Mode 11, with γ = 0.207: for a symmetric matrix svd and eigh agree.",
            "They agree if no eigenvalue is negative. Singular values are magnitudes: which |γ| comes next "
            "below 0.327?",
        ),
        Option(
            "Mode 290: svd sorts the other way round.",
            "eigh sorts ascending, svd descending. But by what does it sort?",
        ),
        Option(
            "A mixture of modes 11 and 300, since svd cannot tell them apart.",
            "It would mix γ and -γ if they were equal in magnitude. 0.236 and 0.207 are not.",
        ),
        Option(
            "Mode 11 with the other sign, because γ₃₀₀ is negative.",
            "No vector has a sign of its own, in either routine. What is at stake is which mode it is.",
        ),
    ]
)

_NINETY_NINE = NumberQuestion(
    293,
    0.4,
    slips=[
        (292, "One too few: Python counts from 0. The columns up to index 292 are 293."),
        (
            50,
            "This many modes of Σ are enough, and no orthonormal directions do better. The question is "
            "about the modes of Γ.",
        ),
        (
            69,
            "You sorted by magnitude. By value, the modes with the most negative eigenvalues come last.",
        ),
        (300, "You began with the lowest eigenvalues: eigh sorts ascending. Or 99 % came out as all."),
        (268, "This many hold 99 % of the length. The question is about squares of it."),
        (46, "These are directions made for the first views alone, and not the modes of Γ."),
        (2, "You added up squares of eigenvalues. That is ||Γ||², not the squares in the crops."),
        (
            5,
            "You added up eigenvalues of Γ. Their sum is not the sum of the squares: negative ones are "
            "subtracted. Project the crops.",
        ),
    ],
    praise="Only 50 directions would do, the modes of Σ. Those of Γ are ordered by what two views share; "
    "squares that they do not share come last.",
)

_NOT_SYMMETRIC = ExpressionQuestion(
    "2*m11*w1 + (m12 + m21)*w2",
    {"m11": (1.0, 3.0), "m12": (0.4, 1.2), "m21": (-1.1, -0.3), "m22": (1.2, 2.8), "w1": (0.3, 0.9),
     "w2": (0.4, 1.1)},
    slips=[
        (
            "2*(m11*w1 + m12*w2)",
            "This is 2Mw. It is right if M is symmetric: here w₂ multiplies m₁₂ in one place and m₂₁ in "
            "another.",
        ),
        ("2*(m11*w1 + m21*w2)", "This is 2Mᵀw. w₂ multiplies m₁₂ in one place and m₂₁ in another."),
        ("m11*w1 + m12*w2", "This is Mw, the derivative by one of the two w. The other w changes, too."),
        ("m11*w1 + m21*w2", "This is Mᵀw, the derivative by one of the two w. The other w changes, too."),
        ("2*m11*w1 + m12*w2", "The product w₁w₂ occurs twice, once with m₁₂ and once with m₂₁."),
        ("2*m11*w1 + m21*w2", "The product w₁w₂ occurs twice, once with m₁₂ and once with m₂₁."),
        ("2*m11*w1", "The terms with w₁w₂ depend on w₁, too."),
        ("m11*w1 + (m12 + m21)*w2/2", "Half of it. Averaging M with its transpose is right; then comes a 2."),
        ("2*m11*w1 + 2*(m12 + m21)*w2", "A 2 too many: the derivative of w₁w₂ by w₁ is w₂."),
        ("2*m22*w2 + (m12 + m21)*w1", "This is the other component, the derivative by w₂."),
        (
            "m11*w1^2 + (m12 + m21)*w1*w2 + m22*w2^2",
            "This is wᵀMw itself. Take its derivative by w₁.",
        ),
    ],
    praise="As a vector (M + Mᵀ)w: a square sees only the symmetric part of its matrix.",
)  # fmt: skip

_ALL = [
    Exercise(
        "2.1",
        "Below zero",
        "predict",
        1,
        3,
        "The picture on the right has 300 numbers on its diagonal. How many of them are negative?",
        _BELOW_ZERO,
    ),
    Exercise(
        "2.2",
        "One pair, by hand",
        "derive",
        1,
        10,
        "One pair only, x = (1, 0) and x' = (3, 4). What is the smaller eigenvalue of its Γ?",
        _ONE_PAIR,
    ),
    Exercise(
        "2.3",
        "Noise on every pixel",
        "explain",
        2,
        10,
        "To every pixel of every view comes noise of its own, of mean 0 and variance σ². With many pairs, "
        "what becomes of Σ and of Γ?",
        _NOISE,
        self_check=(
            "Your text says that Σ multiplies the noise of a view with itself, and that a square does not "
            "average out.",
            "It says that Γ multiplies only noises that have nothing to do with each other.",
            "It says that Σ gains σ² times the identity, so that its eigenvectors stay.",
            "It says what this means for a learner that sees Γ only: such noise does not change what it "
            "learns, if there are many pairs.",
        ),
    ),
    Exercise(
        "2.4",
        "From pairs to modes",
        "implement",
        2,
        15,
        "Write my_modes(x, x_prime, k): the k leading eigenmodes of Γ, largest eigenvalue first, as columns.",
        chapter02_function.QUESTION,
    ),
    Exercise(
        "2.5",
        "The eleventh singular vector",
        "break",
        2,
        10,
        "The photographs have γ₁₀ = 0.327, γ₁₁ = 0.207 and γ₃₀₀ = -0.236. You take the singular vectors of Γ "
        "for its eigenmodes. What is the eleventh?",
        _ELEVENTH,
    ),
    Exercise(
        "2.6",
        "Ninety-nine per cent",
        "measure",
        2,
        15,
        "How many leading modes of Γ does it take to hold 99 % of all squares in the crops, x and x' "
        "together?",
        _NINETY_NINE,
    ),
    Exercise(
        "2.7",
        "A square without symmetry",
        "derive",
        2,
        10,
        "M = [[m₁₁, m₁₂], [m₂₁, m₂₂]] is not symmetric. What is the derivative of wᵀMw by w₁?",
        _NOT_SYMMETRIC,
    ),
    Exercise(
        "2.8",
        "Gram-Schmidt",
        "implement",
        3,
        20,
        "Write my_gram_schmidt(arrows): the directions Q that Gram-Schmidt makes of the columns, in their "
        "order.",
        chapter02_directions.QUESTION,
    ),
]

EXERCISES = {exercise.number: exercise for exercise in _ALL}
