"""The exercises of chapter 3, One weight, one mode.

The loss is L = (gamma s^2 - 1)^2, the flow s' = 4 gamma s (1 - gamma s^2), the embedding eigenvalue
lambda = gamma s^2. Every expected value here is recomputed in the tests by another route.
"""

from __future__ import annotations

from . import chapter03_function
from .choice import ChoiceQuestion, Option
from .declaration import Exercise
from .expression import ExpressionQuestion
from .number import NumberQuestion

_START = ChoiceQuestion(
    [
        Option(
            "It rises ten times more slowly.",
            "The start does not enter the width: from 10 % to 90 % it takes log(81)/(8γ), whatever s₀ "
            "is. Only γ sets the pace.",
        ),
        Option(
            "It rises only a tenth as high.",
            "The height is fixed by the loss, which is zero where γs² = 1. The start decides when, "
            "not where to.",
        ),
        Option(
            "It starts to rise ten times later.",
            "The delay is a logarithm: growth is exponential, so ten times smaller adds a constant to the "
            "waiting time and does not multiply it.",
        ),
        Option(
            "It moves right by a fixed amount.",
            "And keeps its shape. While the weight is small it grows like e^(4γt), so a factor of ten in s₀ "
            "costs log(10)/(4γ). After that nothing remembers the start.",
            right=True,
        ),
    ]
)

_FRACTION = ExpressionQuestion(
    "log(q*(1 - gamma*s0^2) / ((1 - q)*gamma*s0^2)) / (8*gamma)",
    {"gamma": (0.3, 2.0), "s0": (0.02, 0.4), "q": (0.05, 0.95)},
    derived={"lambda0": "gamma*s0^2"},
    slips=[
        (
            "log(q*(1 - gamma*s0^2) / ((1 - q)*gamma*s0^2)) / (4*gamma)",
            "You have 4γ, the early growth rate of the weight. λ = γs² is a square, so its rate is 8γ.",
        ),
        (
            "log(q / ((1 - q)*gamma*s0^2)) / (8*gamma)",
            "The odds at the start are λ₀/(1 - λ₀). You forgot 1 - λ₀: nearly right for a "
            "tiny start, but not exact.",
        ),
        (
            "log(q*(1 - gamma*s0) / ((1 - q)*gamma*s0)) / (8*gamma)",
            "λ₀ is γs₀²: the start enters squared.",
        ),
        (
            "log(q*(1 - s0^2) / ((1 - q)*s0^2)) / (8*gamma)",
            "You took λ₀ = s₀². The eigenvalue is λ₀ = γs₀².",
        ),
        (
            "log((1 - q)*gamma*s0^2 / (q*(1 - gamma*s0^2))) / (8*gamma)",
            "The fraction under the logarithm is upside down: from a small start your time is negative.",
        ),
        (
            "log((1 - gamma*s0^2) / (gamma*s0^2)) / (8*gamma)",
            "This is the half rise, q = 1/2. Set λ equal to q and keep q.",
        ),
        (
            "log(1 / (gamma*s0^2)) / (8*gamma)",
            "This is the step time τ of the small-start limit, for the half only. Solve λ(t) = q exactly.",
        ),
        (
            "log(q / (gamma*s0^2)) / (8*gamma)",
            "This is early growth taken at its word, λ₀e^(8γt) = q. It is too early as soon as q is not "
            "small: near the top growth slows down. Let the odds grow, not λ.",
        ),
        (
            "log(q^2*(1 - gamma*s0^2) / ((1 - q^2)*gamma*s0^2)) / (8*gamma)",
            "This is when the weight reaches the fraction q of its limit. The question is about λ, "
            "its square.",
        ),
    ],
    praise="The odds λ/(1 - λ) grow like e^(8γt); you solved for t.",
    case="Try q = λ₀: you are there already, so the time must be 0. And q = 1/2 must give the half rise.",
)

_LOSS_HALF = ExpressionQuestion(
    "log(sqrt(2) - 1) / (8*gamma)",
    {"gamma": (0.3, 2.0)},
    slips=[
        (
            "0",
            "At the half rise of λ the loss is (1 - 1/2)² = 1/4: it has already done three quarters "
            "of its step. So its own half came earlier.",
        ),
        (
            "log(sqrt(2) + 1) / (8*gamma)",
            "The size is right, the sign is not: the loss is ahead of λ. Look which of λ and "
            "1 - λ equals 1/√2.",
        ),
        (
            "-log(3) / (8*gamma)",
            "You set λ = 1/4. One quarter is the loss that is left at λ = 1/2; here the loss is "
            "1/2, so 1 - λ = 1/√2.",
        ),
        (
            "log(2/sqrt(3) - 1) / (8*gamma)",
            "This is where the loss has done a quarter of its step, L = 3/4. Half of it is L = 1/2.",
        ),
        (
            "log(sqrt(2) - 1) / (4*gamma)",
            "The odds of λ grow at the rate 8γ, not 4γ.",
        ),
        (
            "log(sqrt(2) - 1) / 8",
            "Times are measured in units of 1/γ: your answer has lost its γ.",
        ),
    ],
    praise="It is log(√2 - 1)/(8γ), about -0.110/γ: the loss is half done before λ is half up.",
    rounded=3,
    case="Put your time back: the odds λ/(1 - λ) are e^(8γt) there, and (1 - λ)² must come out as 1/2.",
)

_DESCENT = NumberQuestion(
    1.097,
    0.015,
    slips=[
        (
            0.912,
            "You have the ratio upside down. Each step of descent multiplies the small weight by 1 + x, less "
            "than the e^x of the flow, so descent takes longer: the ratio is above 1.",
        ),
        (
            1.189,
            "You used x = 8ηγ. The weight, not its square, is multiplied in each step: x = 4ηγ = 0.2.",
        ),
        (
            1.0,
            "To three digits they differ: compare (1 + x)^k with e^(k x) for x = 0.2.",
        ),
        (3.8, "This is the time of descent itself, 76 steps of 0.05. Divide by the time of the flow."),
        (76.0, "This is the number of steps. Multiply by η, then divide by the time of the flow."),
    ],
    praise="The law for a tiny start is x/log(1 + x) with x = 4ηγ = 0.2: 1.097. A start of 1e-6 "
    "gives between 1.090 and 1.100, depending on how you read the time between two steps.",
)

# The chapter prints the limit for its own loss; the question halves the loss, so it cannot be copied.
_STABLE = ExpressionQuestion(
    "1 / (2*gamma)",
    {"gamma": (0.3, 2.0)},
    slips=[
        (
            "1 / (4*gamma)",
            "This is the limit for (γs² - 1)² without the half. Half the loss has half the slope, so each "
            "step is half as long.",
        ),
        (
            "1 / (8*gamma)",
            "You went the wrong way: half the loss has half the slope, and that allows a larger learning "
            "rate, not a smaller one.",
        ),
        (
            "1 / gamma",
            "This belongs to a quarter of the loss. At the minimum a step multiplies the error by 1 - 4ηγ "
            "here; when does that reach -1?",
        ),
        (
            "1/2",
            "A learning rate without γ cannot be right: make γ twice as large and the limit halves.",
        ),
        (
            "gamma / 2",
            "Upside down: a larger γ makes a sharper minimum, which needs smaller steps.",
        ),
    ],
    praise="At the minimum a step multiplies the error by 1 - 4ηγ, which must stay above -1.",
    case="For γ = 1 a learning rate of 0.1 settles, and one of 1 does not: your limit must lie between.",
)

_NEGATIVE = ChoiceQuestion(
    [
        Option(
            "The weight grows without bound and the loss falls to 0.",
            "With γ < 0 the eigenvalue γs² is never positive, so it moves away from 1 as s grows: "
            "the loss would rise. Descent cannot do that.",
        ),
        Option(
            "The weight decays to 0 and the loss falls to 1, where it stays.",
            "γs² cannot be positive, and 0 is the nearest it comes to 1: s = 0 is the minimum when γ < 0, "
            "and L = (0 - 1)² = 1 there. A negative mode is never learned; it is only forgotten.",
            right=True,
        ),
        Option(
            "The weight stays where it is and the loss stays at 1, as for γ = 0.",
            "The slope 4γs (1 - γs²) vanishes only for γ = 0 or s = 0. Here it points towards 0.",
        ),
        Option(
            "The weight decays to 0 and with it the loss.",
            "Put s = 0 into the loss: L = (γ·0 - 1)² = 1, not 0. An embedding of zeros is the collapse "
            "that the loss punishes.",
        ),
        Option(
            "The weight settles at 1/√|γ| with loss 0.",
            "There γs² = -1, and the loss is (-1 - 1)² = 4.",
        ),
    ]
)

_DECAY = ExpressionQuestion(
    "1 - mu/(2*gamma)",
    {"gamma": (0.6, 2.0), "mu": (0.05, 0.9)},
    slips=[
        (
            "1 - mu/gamma",
            "The decay term is the slope of μs², which is 2μs. Set 4γs (1 - λ) equal to "
            "2μs: a factor 2 is left.",
        ),
        (
            "1 - mu/(4*gamma)",
            "You took the decay as μs. The slope of μs² is 2μs.",
        ),
        (
            "1 - 2*mu/gamma",
            "The factor is upside down: 4γ (1 - λ) = 2μ gives μ/(2γ).",
        ),
        (
            "1 + mu/(2*gamma)",
            "The sign: decay pulls the weight back, so λ ends below 1.",
        ),
        (
            "sqrt((1 - mu/(2*gamma))/gamma)",
            "This is the weight in the end. The question asks for λ = γs².",
        ),
        (
            "(1 - mu/(2*gamma))/gamma",
            "This is s² in the end. Multiply by γ for λ.",
        ),
        (
            "1",
            "Without decay, yes. With it the slope at λ = 1 is -2μs, so the weight moves on.",
        ),
        (
            "0",
            "That is the fate of a weak mode, γ ≤ μ/2. Here γ > μ/2, so s = 0 is a hill: a small weight "
            "grows. Look at the other factor of s'.",
        ),
        (
            "1 - mu/2",
            "Divide 2μ by 4γ, not by 4: a weak mode suffers more from decay than a strong one.",
        ),
    ],
    case="Without decay, μ = 0, it must give 1, and at μ = 2γ it must give 0.",
    praise="For γ > μ/2. A mode with γ < μ/2 has no such rest and dies: decay removes weak modes.",
)

_ALL = [
    Exercise(
        "3.1",
        "Ten times smaller",
        "predict",
        1,
        2,
        "You start from a weight s₀ ten times smaller. What happens to the curve of λ against time?",
        _START,
    ),
    Exercise(
        "3.2",
        "Any fraction of the rise",
        "derive",
        2,
        10,
        "At which time does λ reach a fraction q between λ₀ and 1?",
        _FRACTION,
    ),
    Exercise(
        "3.3",
        "Where the loss is at half",
        "derive",
        2,
        10,
        "From a tiny start: when has the loss done half of its step, counted from the half rise of λ? "
        "(Earlier is negative.)",
        _LOSS_HALF,
    ),
    Exercise(
        "3.4",
        "The largest learning rate",
        "break",
        1,
        5,
        "The loss is (γs² - 1)²/2. Beyond which learning rate does descent no longer settle at its limit?",
        _STABLE,
    ),
    Exercise(
        "3.5",
        "A form that survives",
        "implement",
        3,
        15,
        "Write my_singular_value(t, gamma, s0): right at γt = 1000, at t = inf, for γ of either "
        "sign and zero, and from s₀ = 1e-150.",
        chapter03_function.QUESTION,
    ),
    Exercise(
        "3.6",
        "Late by how much?",
        "measure",
        2,
        15,
        "With γ = 1, s₀ = 1e-6 and η = 0.05: divide the time (η times steps) at which descent first "
        "has λ above 1/2 by the half rise of the flow.",
        _DESCENT,
    ),
    Exercise(
        "3.7",
        "A negative correlation",
        "explain",
        2,
        5,
        "γ is negative and the start is not zero. What happens to the weight and to the loss, and why?",
        _NEGATIVE,
        self_check=(
            "Your text says that γs² cannot be positive, so λ = 1 is out of reach.",
            "It gives the sign of s' = 4γs (1 - γs²) for γ < 0: towards zero.",
            "It gives the value at which the loss stays: 1, the height of the untouched step.",
            "It names the difference to γ = 0, where the weight does not move at all.",
        ),
    ),
    Exercise(
        "3.8",
        "Weight decay",
        "derive",
        3,
        15,
        "Add μs² to the loss, with μ below 2γ. Where does λ end?",
        _DECAY,
    ),
]

EXERCISES = {exercise.number: exercise for exercise in _ALL}
