"""The exercises of chapter 6, "A small random start".

The run starts from W(0) = alpha W_0 and follows the aligned trajectory of the QR factors of W_0 V. Every
expected value is found again in the tests by integrating the flow.
"""

from __future__ import annotations

from . import chapter06_function
from .choice import ChoiceQuestion, Option
from .declaration import Exercise
from .expression import ExpressionQuestion
from .number import NumberQuestion

_WHAT_COUNTS = ChoiceQuestion(
    [
        Option(
            "The length of the second arrow, |a₂| = |W(0)v₂|.",
            "Nearly: but the part of it that lies along the first arrow is lost. Once mode 1 has grown, the "
            "gate is closed in that direction.",
        ),
        Option(
            "The second singular value of W(0).",
            "Singular values know which directions of the noise are large. They do not know which mode grows "
            "first, and that is what decides.",
        ),
        Option(
            "Nothing of the start but its overall scale α: the noise averages out.",
            "There is nothing to average: the start of a mode is one arrow, and its size enters by its "
            "logarithm. Other seeds have other step times.",
        ),
        Option(
            "The length of the part of the second arrow that is at a right angle to the first.",
            "Mode 1 grows first and closes the gate along its arrow. What the second arrow has across it "
            "goes on growing as if nothing had happened.",
            right=True,
        ),
        Option(
            "The length of the part of the first arrow that is at a right angle to the second.",
            "The other way round. The faster mode takes its direction whole; the slower one gets the rest.",
        ),
        Option(
            "The angle between the arrows only: lengths grow exponentially and are soon forgotten.",
            "Growth multiplies, so it forgets nothing: half the length costs log(2)/(4γ₂) more time. The "
            "angle matters as well, by its sine.",
        ),
    ]
)

_WHAT_IS_LEFT = ExpressionQuestion(
    "alpha*r2*(sqrt(gamma1)*alpha*r1)^(-gamma2/gamma1)",
    {
        "gamma1": (1.0, 3.0),
        "gamma2": (0.2, 0.9),
        "alpha": (0.01, 0.2),
        "r1": (0.3, 1.5),
        "r2": (0.3, 1.5),
    },
    slips=[
        (
            "alpha*r2*(alpha*r1)^(-gamma2/gamma1)",
            "You let the first arrow end at 1. It ends at 1/√γ₁, where γ₁a₁² = 1.",
        ),
        (
            "alpha*r2*(gamma1*alpha*r1)^(-gamma2/gamma1)",
            "You let the first arrow end at 1/γ₁. It ends at 1/√γ₁, where γ₁a₁² = 1.",
        ),
        (
            "alpha*r2*(sqrt(gamma1)*alpha*r1)^(-gamma1/gamma2)",
            "The exponent is upside down: the second arrow is the slower one, so its power is below 1.",
        ),
        (
            "alpha*r2*(sqrt(gamma1)*alpha*r1)^(gamma2/gamma1)",
            "A sign: the factor of growth is 1/(√γ₁αr₁), which is large.",
        ),
        (
            "alpha*r2/(sqrt(gamma1)*alpha*r1)",
            "Both arrows grow by the same factor only if γ₂ = γ₁. The second one grows by a power of it.",
        ),
        (
            "(sqrt(gamma1)*alpha*r1)^(-gamma2/gamma1)",
            "This is the factor by which it grows. It grows from αr₂.",
        ),
        (
            "alpha*r2",
            "This is where it starts. Until the gate closes it grows.",
        ),
        (
            "alpha^(1-gamma2/gamma1)",
            "That is the power of α, and right. Now with the numbers in front of it.",
        ),
        (
            "1/sqrt(gamma2)",
            "It would end there if it were alone. But the first arrow closes the gate, which is one number.",
        ),
    ],
    praise="Of order α^(1-γ₂/γ₁): the relative gap of the two eigenvalues is the exponent of the error.",
    case="For γ₂ = 0 the second arrow must stay at αr₂.",
)

_SLANTED = ExpressionQuestion(
    "-log(sin(phi))/(4*gamma2)",
    {"gamma2": (0.3, 2.0), "phi": (0.2, 1.4)},
    slips=[
        (
            "-log(sin(phi))/(8*gamma2)",
            "8γ₂ is the rate of λ₂, which holds the square of the length. A length has the rate 4γ₂.",
        ),
        (
            "log(sin(phi))/(4*gamma2)",
            "The sign: sin φ is below 1, so its logarithm is negative, and the step is later.",
        ),
        (
            "-log(cos(phi))/(4*gamma2)",
            "cos φ belongs to the part along the first arrow, which is lost. Across it is sin φ.",
        ),
        (
            "-log(tan(phi))/(4*gamma2)",
            "tan φ is the part across over the part along. Compare the part across with the whole arrow.",
        ),
        (
            "-log(phi)/(4*gamma2)",
            "Right for a small angle only. The part across is |a₂| sin φ.",
        ),
        (
            "1/(4*gamma2*sin(phi))",
            "Early growth is exponential, so a factor costs its logarithm.",
        ),
        (
            "-log(sin(phi))",
            "That many times the length must grow by e. At which rate does it grow?",
        ),
        (
            "0",
            "The lengths are equal, but of the second arrow only the part across the first one counts.",
        ),
    ],
    praise="The lengths and α cancel: the delay depends on the angle alone, without limit as φ goes to 0.",
    case="At a right angle, φ = pi/2, it must give 0.",
)

_EXPONENT = NumberQuestion(
    0.25,
    0.02,
    slips=[
        (0.6, "That is the other gap, 1 - 0.3/0.75. The smallest one decides; what does your fit say?"),
        (0.75, "That is the ratio 0.75/1. The exponent is the relative gap, one minus the ratio."),
        (1.0, "That is how the distance at time zero falls. Take the one at the end."),
        (0.5, "Twice the exponent: did you fit the loss, or the squared distance?"),
        (
            -0.25,
            "The size is right. The distance falls with α, so as a power of α it has a positive exponent.",
        ),
        (0.4, "That is 0.3/0.75, the ratio of modes 3 and 2. Take one minus a ratio, and the smallest."),
    ],
    praise="The smallest relative gap, 1 - 0.75/1, whatever W₀ you drew; W₀ sets the constant before it.",
)

_VERY_LATE = NumberQuestion(
    0.0796557,
    0.004,
    slips=[
        (0.03983, "That is one side of zero. R is the size of the number, so both sides count."),
        (0.2482, "You took R² below 1/10. The delay log(10)/(4γ) belongs to R itself."),
        (0.1, "A normal number is not uniform. How often does it lie between -0.1 and 0.1?"),
        (0.9203, "This is the fraction of all runs that are earlier."),
        (0.00499, "This is for a vector of two normal numbers. For the last mode one direction is left."),
        (0.1125, "This is erf(0.1). The bell curve e^(-x²/2) gives erf(0.1/√2)."),
    ],
    praise="One run in twelve or thirteen. For the first of many modes such a delay hardly ever happens: its "
    "start is the length of d normal numbers.",
)

_PARALLEL = ChoiceQuestion(
    [
        Option(
            "At 0, with the second step a little later than usual.",
            "Later by -log(sin φ)/(4γ₂), and here φ = 0: infinitely late.",
        ),
        Option(
            "At 1: only one direction is ever used, and the second step never comes.",
            "Every arrow and so C lie on one line, and the flow keeps them there. It is a saddle: the "
            "smallest push across the line would end it.",
            right=True,
        ),
        Option(
            "At 2: two parallel arrows cancel each other's growth.",
            "They share one direction and fill it together, γ₁x₁² + γ₂x₂² = 1. That takes one unit off the "
            "loss.",
        ),
        Option(
            "At 0, since the off-diagonal entries of C push the arrows apart.",
            "They push along the arrows only: on one line, C a is on that line, too. With no part across, "
            "there is nothing to push.",
        ),
        Option(
            "At 1, but at a minimum: the two modes are then learned as one.",
            "The height is right. But it is no minimum: give the second arrow any part across, and it grows "
            "at the rate 4γ₂.",
        ),
    ]
)

_TEN_SEEDS = ChoiceQuestion(
    [
        Option(
            "The learning rate is too large for the last modes.",
            "The learning rate is limited by the largest eigenvalue, γ₁. The last modes are the slow ones: "
            "for them it is very small.",
        ),
        Option(
            "Errors of the earlier steps add up, so the last step has the most of them.",
            "A growing weight does not magnify its relative error, and these errors vanish with α. The "
            "scatter does not: it is in the start.",
        ),
        Option(
            "Nothing is unstable. R_dd is one normal number, and its logarithm scatters the last step.",
            "Each run follows its own rails, and QR of its start predicts each of the scattered times. R_11 "
            "is the length of d normal numbers, which hardly varies; R_dd the size of one, and the delay "
            "holds its logarithm, stretched by 1/(4γ_d).",
            right=True,
        ),
        Option(
            "The seeds happen to have starts of different overall size; divide each by its norm.",
            "The norm of d times m numbers is nearly the same for all seeds. What differs is the one number "
            "that is left for the last mode.",
        ),
        Option(
            "All modes scatter alike, in units of their own time 1/(4γ_j); the last one is only the slowest.",
            "Half of it: 1/(4γ_d) does stretch the scatter. But log R_11 itself scatters little, as the "
            "length of d numbers, and log R_dd much.",
        ),
    ]
)

_ALL = [
    Exercise(
        "6.1",
        "What counts in the noise",
        "predict",
        1,
        3,
        "Two outputs, two positive modes, and a tiny random start: which number of the start decides when "
        "the second step comes?",
        _WHAT_COUNTS,
    ),
    Exercise(
        "6.2",
        "What is left",
        "derive",
        2,
        10,
        "One output, two modes, a_j(0) = αr_j with a small α: what is left of the second arrow at the end?",
        _WHAT_IS_LEFT,
    ),
    Exercise(
        "6.3",
        "A slanted start",
        "derive",
        2,
        10,
        "By how much later is the second step if the arrows start at an angle φ and not at a right angle, "
        "their lengths being the same?",
        _SLANTED,
    ),
    Exercise(
        "6.4",
        "The exponent of a run",
        "measure",
        2,
        15,
        "Γ = diag(1, 0.75, 0.3) and d = 2: with which exponent of α does the distance at the end fall?",
        _EXPONENT,
    ),
    Exercise(
        "6.5",
        "From noise to rails",
        "implement",
        3,
        25,
        "Write my_rails(gammas, arrows): the start on the rails, W*(0)V, from the m eigenvalues in any order "
        "and the start W(0)V, both (d, m) arrays with one column for each eigenvalue.",
        chapter06_function.QUESTION,
    ),
    Exercise(
        "6.6",
        "How often very late",
        "derive",
        2,
        10,
        "From a Gaussian start, in which fraction of all runs is the last step later than log(10)/(4γ_d) "
        "after the time that R_dd = 1 gives? A decimal such as 0.25, or a fraction.",
        _VERY_LATE,
    ),
    Exercise(
        "6.7",
        "Parallel arrows",
        "break",
        2,
        10,
        "d = m = 2, both modes positive, exact arithmetic, and a tiny start with exactly parallel arrows. "
        "Where does the loss end?",
        _PARALLEL,
    ),
    Exercise(
        "6.8",
        "Ten seeds",
        "explain",
        1,
        10,
        "Ten seeds agree on the first steps and scatter at the last one, which is late on average. What do "
        "you answer to “the training is unstable at the end”?",
        _TEN_SEEDS,
        self_check=(
            "Your text says that R_jj is the length of d - j + 1 normal numbers, one for the last mode.",
            "It says that one normal number is often close to zero, and that the delay holds its logarithm.",
            "It names the factor 1/(4γ_d), largest for the last mode.",
            "It says how to test this: QR of each start predicts each of the ten times.",
        ),
    ),
]

EXERCISES = {exercise.number: exercise for exercise in _ALL}
