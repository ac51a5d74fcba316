"""The exercises of chapter 4, A linear Barlow Twins.

The loss is L = ||C - I||_F^2 with C = W Gamma W^T unless an exercise changes it. Every expected value is
recomputed in the tests by another route: finite differences, an integrated flow, a search for the minimum.
"""

from __future__ import annotations

from . import chapter04_function
from .choice import ChoiceQuestion, Option
from .declaration import Exercise
from .expression import ExpressionQuestion
from .number import NumberQuestion

_TWO_ARROWS = ChoiceQuestion(
    [
        Option(
            "Both grow in the same direction: the second repeats the first, only later.",
            "Two parallel arrows make a C of rank one, and the loss would stop at 1. There is still "
            "something to gain: the part of the second arrow that is not parallel, however small, gains it.",
        ),
        Option(
            "They push each other apart from the beginning, long before either has grown.",
            "While both are small, C is nearly 0, the gate I - C is nearly I, and nobody feels anybody. Each "
            "keeps its direction and grows at its own rate.",
        ),
        Option(
            "The first grows; the second dies away, because its direction is taken.",
            "Only its part along the first is held back. Two arrows that are not exactly parallel differ in "
            "a part across, and across the gate is open.",
        ),
        Option(
            "Each turns to an output of its own: the first to output 1, the second to output 2.",
            "The loss cannot tell one output from another: turn W(0), and the whole run turns with it. A "
            "step fills one direction of the embedding, not one coordinate.",
        ),
        Option(
            "The second stops once the first has grown, then grows at a right angle to it.",
            "What it has in common with the first is frozen once the first has grown. What it has of its "
            "own, however little, goes on growing.",
            right=True,
        ),
        Option(
            "It depends on the start: it is the tiny scale that puts the first before the second.",
            "The order comes from the eigenvalues: rates 16 and 4, from any scale, if the lengths are about "
            "equal. A small start pulls the two steps apart and so makes them visible; it does not order "
            "them.",
        ),
    ]
)

_C = "(g11*w1^2 + 2*g12*w1*w2 + g22*w2^2)"
_BY_HAND = ExpressionQuestion(
    f"4*({_C} - 1)*(g11*w1 + g12*w2)",
    {"g11": (1.0, 3.0), "g12": (0.3, 0.9), "g22": (1.0, 3.0), "w1": (0.2, 0.9), "w2": (0.3, 0.8)},
    derived={"C": _C},
    slips=[
        (
            "2*(g11*w1 + g12*w2)",
            "This is the derivative of C. The square outside it gives one more factor, 2(C - 1).",
        ),
        (
            f"2*({_C} - 1)*(g11*w1 + g12*w2)",
            "This is half the slope. The square gives one 2; C, in which each weight stands twice, another.",
        ),
        (
            f"8*({_C} - 1)*(g11*w1 + g12*w2)",
            "This is twice the slope. For this loss it has a 4; an 8 belongs to the speed of C, which is a "
            "square of weights.",
        ),
        (
            f"4*({_C} - 1)*g11*w1",
            "The term with g₁₂ is missing: C depends on w₁ through g₁₁w₁² and through 2g₁₂w₁w₂.",
        ),
        (
            "2*(g11*w1^2 + g12*w1*w2 + g22*w2^2 - 1)*(2*g11*w1 + g12*w2)",
            "You counted g₁₂ once. It stands twice in the matrix, so C holds 2g₁₂w₁w₂.",
        ),
        (
            f"2*({_C} - 1)*(2*g11*w1 + g12*w2)",
            "In the inner derivative: 2g₁₂w₁w₂ has the derivative 2g₁₂w₂, not g₁₂w₂.",
        ),
        (
            f"-4*({_C} - 1)*(g11*w1 + g12*w2)",
            "The sign: this is the direction of descent, minus the slope.",
        ),
        (
            "4*(g11*w1 + g12*w2)",
            "The bracket C - 1 is missing: the derivative of (C - 1)² is 2(C - 1) times that of C.",
        ),
        (
            f"2*({_C} - 1)",
            "This is the derivative by C. By the chain rule, multiply by the derivative of C by w₁.",
        ),
        (
            f"4*{_C}*(g11*w1 + g12*w2)",
            "You dropped the -1: this is the slope of C², which pulls everything to zero.",
        ),
        (
            f"4*({_C} - 1)*(g12*w1 + g22*w2)",
            "This is the other component, the derivative by w₂.",
        ),
    ],
    praise="The first entry of 4(C - 1) w Γ.",
)

_OFF_DIAGONAL = ExpressionQuestion(
    "2*kappa/(1 + kappa)",
    {"kappa": (0.02, 0.9)},
    slips=[
        (
            "1",
            "That is so for κ = 1, and for a direction along an axis. Here all four entries of C are c/2, "
            "and two of them count κ times.",
        ),
        (
            "2/(1 + kappa)",
            "This is how far the loss falls, from 2. What is left?",
        ),
        (
            "kappa/(1 + kappa)",
            "C has two diagonal entries and two off the diagonal. You counted one of each.",
        ),
        (
            "2*kappa/(2 + kappa)",
            "There are two entries off the diagonal, C₁₂ and C₂₁. Both count.",
        ),
        (
            "2*kappa",
            "You chose c = 2, which makes the diagonal perfect. A smaller c pays a little there and saves "
            "more off the diagonal. Minimise over c.",
        ),
        (
            "(1 + kappa)/2",
            "You took c = 1. That is the best c if κ = 1. Minimise over c.",
        ),
        (
            "2*kappa^2/(1 + kappa^2)",
            "You put the weight inside the square. It multiplies the squares of the off-diagonal entries.",
        ),
        (
            "0",
            "C = c u uᵀ has rank one, so it cannot be I: for c = 2 the entries off the diagonal are 1.",
        ),
    ],
    praise="Along an axis it would be 1. So the loss tells directions apart, and the rotation symmetry is "
    "gone. With κ = 0.005, as off the shelf, only 0.01 of 2 is left: no unit steps there.",
)

_AHEAD = ExpressionQuestion(
    "log(r/r0)/(4*(gamma1 - gamma2))",
    {"gamma1": (1.2, 3.0), "gamma2": (0.3, 1.0), "r0": (0.3, 2.0), "r": (3.0, 40.0)},
    slips=[
        (
            "log(r/r0)/(8*(gamma1 - gamma2))",
            "8γ is the rate of the embedding eigenvalue, which is a square. A length grows at 4γ.",
        ),
        (
            "log(r/r0)/(2*(gamma1 - gamma2))",
            "Your rate is 2γ, that of half this loss. With ||C - I||² both factors W contribute: 4γ.",
        ),
        (
            "log(r/r0)/(gamma1 - gamma2)",
            "Your rate is γ. Some texts take a quarter of the loss. State the loss before a rate: for "
            "||C - I||² it is 4γ.",
        ),
        (
            "log(r/r0)/(4*(gamma1 + gamma2))",
            "The second arrow grows as well, which slows the ratio down: the rates are subtracted.",
        ),
        (
            "log(r/r0)/4*(1/gamma2 - 1/gamma1)",
            "A quotient of two exponentials has the difference of the rates, γ₁ - γ₂. Then divide once.",
        ),
        (
            "log(r/r0)/(4*gamma1)",
            "This would be right if the second arrow stood still. It grows too, at 4γ₂.",
        ),
        (
            "log(r)/(4*(gamma1 - gamma2))",
            "The ratio does not start at 1, but at r₀.",
        ),
        (
            "log(r0/r)/(4*(gamma1 - gamma2))",
            "The sign: r is larger than r₀, and the time is positive.",
        ),
        (
            "(r - r0)/(4*(gamma1 - gamma2))",
            "The ratio does not grow evenly. It grows by a constant factor in equal times: take a logarithm.",
        ),
    ],
    praise="The ratio grows at 4(γ₁ - γ₂), whatever the directions of the arrows.",
)

_HALF_LEFT = ExpressionQuestion(
    "2^(gamma1/(gamma1 - gamma2))",
    {"gamma1": (1.5, 3.0), "gamma2": (0.3, 1.1)},
    slips=[
        (
            "2",
            "Only if it were proportional to α. But the part along the first arrow grows too, at "
            "4γ₂, and from a smaller start for longer.",
        ),
        (
            "2^(4/3)",
            "Right for γ₂ = γ₁/4. Write it for any two eigenvalues.",
        ),
        (
            "2^(1 - gamma2/gamma1)",
            "This is how much less is left behind if α is halved. The question is the other way round.",
        ),
        (
            "2^(gamma1/gamma2)",
            "You took the exponent γ₂/γ₁. That is the power of the growth; the start itself is another "
            "factor α: together α^(1 - γ₂/γ₁).",
        ),
        (
            "2^(gamma2/gamma1)",
            "γ₂/γ₁ is the power of the first arrow's growth. What is left behind goes like α^(1 - γ₂/γ₁).",
        ),
        (
            "2^(gamma1/(gamma1 + gamma2))",
            "A sign in the exponent: the first arrow has grown by s₁/α, so its power is α^(-γ₂/γ₁).",
        ),
        (
            "2^(-gamma1/(gamma1 - gamma2))",
            "This is the factor on α, below one. The question is how many times smaller: its inverse.",
        ),
        (
            "gamma1/(gamma1 - gamma2)",
            "This is the exponent. Two to the power of it.",
        ),
        (
            "2^(gamma1/(2*(gamma1 - gamma2)))",
            "You halved the square. The question is about the length of the part along the first arrow.",
        ),
    ],
    praise="With γ₂ = γ₁/4 that is 2.5 times. With γ₂ = 0.95 γ₁ it is 2²⁰, about a million: close "
    "eigenvalues are never clean.",
)

_TURN = NumberQuestion(
    74.7,
    0.25,
    slips=[
        (
            78.2,
            "This is the limit of a small start, 90 minus the angle at the start. In your run the first "
            "arrow has turned a little, too. Measure the second one.",
        ),
        (77.6, "This is the run from a scale of 0.001. The question has 0.01."),
        (
            90.0,
            "They *end* at a right angle. But the first was not where the second one started.",
        ),
        (11.8, "This is the angle between the two arrows at the start."),
        (3.5, "This is how far the first arrow turns. The question is about the second."),
        (101.8, "You added the angle at the start. The second arrow lies on the near side of the first."),
        (33.4, "This is where it ends, below the first axis. How far is that from where it started?"),
        (105.3, "You took 180 degrees minus the angle. An arrow is not a line: mind its sign."),
        (1.304, "This is in radians. Give degrees."),
        (-74.7, "It turns clockwise, so your sign is right. Give the size."),
    ],
    praise="The other 3.5 degrees to the right angle are the first arrow's: it gives way. From a smaller "
    "start it gives way less.",
)

_NOT_A_COVARIANCE = ChoiceQuestion(
    [
        Option(
            "In some direction the two views of a pair disagree in sign, on average.",
            "vᵀΓv is the average of (v · x)(v · x') over these pairs. With few pairs there are directions "
            "in which it comes out negative, and no weights can make λ = γs² positive there.",
            right=True,
        ),
        Option(
            "A bug. Γ is a covariance matrix, and a covariance matrix has no negative eigenvalues.",
            "A covariance multiplies a number with itself. vᵀΓv multiplies v · x with v · x', two different "
            "numbers, and their product may be negative.",
        ),
        Option(
            "Symmetrising did it: the average of x x'ᵀ alone has no negative directions.",
            "vᵀ(x x'ᵀ)v and vᵀ(x' xᵀ)v are the same number, so symmetrising changes vᵀΓv for no v at all. It "
            "only removes the part that differs between the orders.",
        ),
        Option(
            "The factor 1/(2n) did it: divided by n, the eigenvalues would be positive.",
            "A positive factor changes no sign. The 2 is there because both orders of n pairs make 2n terms; "
            "with 1/n every γ would double, and every time be halved.",
        ),
        Option(
            "Rounding: the true eigenvalue is zero, or a little above.",
            "Rounding makes errors of about 10⁻¹⁶ of the largest eigenvalue. This one is more than a quarter "
            "of it.",
        ),
        Option(
            "It is a mode like others; with |γ| = 13.3 it is learned third.",
            "Modes count by value, not by magnitude. For a negative γ early growth is decay, e^(4γt), and "
            "the mode is never learned.",
        ),
    ]
)

_ALL = [
    Exercise(
        "4.1",
        "Two arrows, almost one",
        "predict",
        1,
        3,
        "γ₁ = 4, γ₂ = 1, two outputs, and both arrows start tiny, of about equal length and 12 degrees "
        "apart. What becomes of them?",
        _TWO_ARROWS,
    ),
    Exercise(
        "4.2",
        "The slope along one weight",
        "derive",
        1,
        10,
        "L = (C - 1)² with C = g₁₁w₁² + 2g₁₂w₁w₂ + g₂₂w₂². What is its derivative by w₁? You may write C.",
        _BY_HAND,
    ),
    Exercise(
        "4.3",
        "Off the diagonal",
        "break",
        2,
        10,
        "Two outputs, off-diagonal entries count κ times, and C = c u uᵀ with u = (1, 1)/√2. How low can the "
        "loss get, with the best c?",
        _OFF_DIAGONAL,
    ),
    Exercise(
        "4.4",
        "Ahead by a factor",
        "derive",
        2,
        10,
        "At the start |a₁|/|a₂| = r₀. While both are small: when is the ratio r?",
        _AHEAD,
    ),
    Exercise(
        "4.5",
        "Half as much left behind",
        "derive",
        3,
        15,
        "How many times smaller must the start α be, if half as much of the second arrow is to be left along "
        "the first?",
        _HALF_LEFT,
    ),
    Exercise(
        "4.6",
        "How far it turns",
        "measure",
        2,
        15,
        "From a scale of 0.01: through how many degrees does the second arrow turn, from the start to the "
        "end of the run?",
        _TURN,
    ),
    Exercise(
        "4.7",
        "Not a covariance",
        "explain",
        2,
        10,
        "The Γ of your first 60 pairs has eigenvalues from 46.6 down to -13.3. What does the negative one "
        "mean?",
        _NOT_A_COVARIANCE,
        self_check=(
            "Your text says what vᵀΓv averages: the product of v · x and v · x', of two different views.",
            "It says why such an average can be negative, and why that of (v · x)² cannot.",
            "It says that neither symmetrising nor the factor 1/(2n) changes the sign.",
            "It says what becomes of such a mode: it decays, whatever its magnitude.",
        ),
    ),
    Exercise(
        "4.8",
        "One order only",
        "implement",
        3,
        25,
        "Write my_gradient(weights, matrix): the gradient of ||W M Wᵀ - I||² for any square M, symmetric or "
        "not.",
        chapter04_function.QUESTION,
    ),
]

EXERCISES = {exercise.number: exercise for exercise in _ALL}
