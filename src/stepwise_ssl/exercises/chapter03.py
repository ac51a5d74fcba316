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
            "The start does not enter the width: from 10 % to 90 % it takes log(81)/(8 gamma), whatever s0 "
            "is. Only gamma sets the pace.",
        ),
        Option(
            "It keeps its shape and moves right by about log(10)/(4 gamma).",
            "While the weight is small it grows like e^(4 gamma t), so a factor of ten in s0 costs "
            "log(10)/(4 gamma). After that nothing remembers the start.",
            right=True,
        ),
        Option(
            "It rises only a tenth as high.",
            "The height is fixed by the loss, which is zero where gamma s^2 = 1. The start decides when, "
            "not where to.",
        ),
        Option(
            "It starts to rise ten times later.",
            "The delay is a logarithm: growth is exponential, so ten times smaller adds a constant to the "
            "waiting time and does not multiply it.",
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
            "You have 4 gamma, the early growth rate of the weight. lambda = gamma s^2 is a square, so its "
            "rate is 8 gamma.",
        ),
        (
            "log(q / ((1 - q)*gamma*s0^2)) / (8*gamma)",
            "The odds at the start are lambda_0/(1 - lambda_0). You forgot 1 - lambda_0: nearly right for a "
            "tiny start, but not exact.",
        ),
        (
            "log(q*(1 - gamma*s0) / ((1 - q)*gamma*s0)) / (8*gamma)",
            "lambda_0 is gamma s0^2: the start enters squared.",
        ),
        (
            "log(q*(1 - s0^2) / ((1 - q)*s0^2)) / (8*gamma)",
            "You took lambda_0 = s0^2. The eigenvalue is lambda_0 = gamma s0^2.",
        ),
        (
            "log((1 - q)*gamma*s0^2 / (q*(1 - gamma*s0^2))) / (8*gamma)",
            "The fraction under the logarithm is upside down: from a small start your time is negative.",
        ),
        (
            "log((1 - gamma*s0^2) / (gamma*s0^2)) / (8*gamma)",
            "This is the half rise, q = 1/2. Set lambda equal to q and keep q.",
        ),
        (
            "log(1 / (gamma*s0^2)) / (8*gamma)",
            "This is the step time tau of the small-start limit, for the half only. Solve lambda(t) = q "
            "exactly.",
        ),
        (
            "log(q^2*(1 - gamma*s0^2) / ((1 - q^2)*gamma*s0^2)) / (8*gamma)",
            "This is when the weight reaches the fraction q of its limit. The question is about lambda, "
            "its square.",
        ),
    ],
    praise="The odds lambda/(1 - lambda) grow like e^(8 gamma t); you solved for t.",
)

_LOSS_HALF = ExpressionQuestion(
    "log(sqrt(2) - 1) / (8*gamma)",
    {"gamma": (0.3, 2.0)},
    slips=[
        (
            "0",
            "At the half rise of lambda the loss is (1 - 1/2)^2 = 1/4: it has already done three quarters "
            "of its step. So its own half came earlier.",
        ),
        (
            "log(sqrt(2) + 1) / (8*gamma)",
            "The size is right, the sign is not: the loss is ahead of lambda. Look which of lambda and "
            "1 - lambda equals 1/sqrt(2).",
        ),
        (
            "-log(3) / (8*gamma)",
            "You set lambda = 1/4. One quarter is the loss that is left at lambda = 1/2; here the loss is "
            "1/2, so 1 - lambda = 1/sqrt(2).",
        ),
        (
            "log(2/sqrt(3) - 1) / (8*gamma)",
            "This is where the loss has done a quarter of its step, L = 3/4. Half of it is L = 1/2.",
        ),
        (
            "log(sqrt(2) - 1) / (4*gamma)",
            "The odds of lambda grow at the rate 8 gamma, not 4 gamma.",
        ),
        (
            "log(sqrt(2) - 1) / 8",
            "Times are measured in units of 1/gamma: your answer has lost its gamma.",
        ),
    ],
    praise="It is -0.110/gamma: the loss is half done before lambda is half up.",
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
            "You used x = 8 eta gamma. The weight, not its square, is multiplied in each step: "
            "x = 4 eta gamma = 0.2.",
        ),
        (
            1.0,
            "To three digits they differ: compare (1 + x)^k with e^(k x) for x = 0.2.",
        ),
        (3.8, "This is the time of descent itself, 76 steps of 0.05. Divide by the time of the flow."),
        (76.0, "This is the number of steps. Multiply by eta, then divide by the time of the flow."),
    ],
    praise="The law for a tiny start is x/log(1 + x) with x = 4 eta gamma = 0.2: 1.097. A start of 1e-6 "
    "gives between 1.090 and 1.100, depending on how you read the time between two steps.",
)

_STABLE = ExpressionQuestion(
    "1 / (4*gamma)",
    {"gamma": (0.3, 2.0)},
    slips=[
        (
            "1 / (8*gamma)",
            "Up to 1/(8 gamma) descent never overshoots. Beyond it the weight jumps to and fro over its "
            "limit, but still settles, up to twice this rate.",
        ),
        (
            "1 / (2*gamma)",
            "This is the limit for half of our loss, or with the curvature taken as 4 gamma. For "
            "L = (gamma s^2 - 1)^2 the curvature at the minimum is 8 gamma.",
        ),
        (
            "1 / gamma",
            "This is the limit for a quarter of our loss. State the loss before the rate: "
            "L = (gamma s^2 - 1)^2 has no factor in front.",
        ),
        (
            "1/4",
            "A learning rate without gamma cannot be right: make gamma twice as large and the limit halves.",
        ),
        (
            "gamma / 4",
            "Upside down: a larger gamma makes a sharper minimum, which needs smaller steps.",
        ),
    ],
    praise="At the minimum a step multiplies the error by 1 - 8 eta gamma, which must stay above -1.",
)

_NEGATIVE = ChoiceQuestion(
    [
        Option(
            "The weight grows without bound and the loss falls to 0.",
            "With gamma < 0 the eigenvalue gamma s^2 is never positive, so it moves away from 1 as s grows: "
            "the loss would rise. Descent cannot do that.",
        ),
        Option(
            "The weight stays where it is and the loss stays at 1, as for gamma = 0.",
            "The slope 4 gamma s (1 - gamma s^2) vanishes only for gamma = 0 or s = 0. Here it points "
            "towards 0.",
        ),
        Option(
            "The weight decays to 0 and the loss falls to 1, where it stays: gamma s^2 cannot be positive, "
            "and 0 is the nearest it comes to 1.",
            "s = 0 is the minimum when gamma < 0, and L = (0 - 1)^2 = 1 there. A negative mode is never "
            "learned; it is only forgotten.",
            right=True,
        ),
        Option(
            "The weight decays to 0 and with it the loss.",
            "Put s = 0 into the loss: L = (gamma 0 - 1)^2 = 1, not 0. An embedding of zeros is the collapse "
            "that the loss punishes.",
        ),
        Option(
            "The weight settles at 1/sqrt(|gamma|) with loss 0.",
            "There gamma s^2 = -1, and the loss is (-1 - 1)^2 = 4.",
        ),
    ]
)

_DECAY = ExpressionQuestion(
    "1 - mu/(2*gamma)",
    {"gamma": (0.6, 2.0), "mu": (0.05, 0.9)},
    slips=[
        (
            "1 - mu/gamma",
            "The decay term is the slope of mu s^2, which is 2 mu s. Set 4 gamma s (1 - lambda) equal to "
            "2 mu s: a factor 2 is left.",
        ),
        (
            "1 - mu/(4*gamma)",
            "You took the decay as mu s. The slope of mu s^2 is 2 mu s.",
        ),
        (
            "1 - 2*mu/gamma",
            "Upside down by a factor: 4 gamma (1 - lambda) = 2 mu gives mu/(2 gamma).",
        ),
        (
            "1 + mu/(2*gamma)",
            "The sign: decay pulls the weight back, so lambda ends below 1.",
        ),
        (
            "sqrt((1 - mu/(2*gamma))/gamma)",
            "This is the weight in the end. The question asks for lambda = gamma s^2.",
        ),
        (
            "(1 - mu/(2*gamma))/gamma",
            "This is s^2 in the end. Multiply by gamma for lambda.",
        ),
        (
            "1",
            "Without decay, yes. With it the slope at lambda = 1 is -2 mu s, so the weight moves on.",
        ),
        (
            "1 - mu/2",
            "Divide 2 mu by 4 gamma, not by 4: a weak mode suffers more from decay than a strong one.",
        ),
    ],
    praise="For gamma > mu/2. A mode with gamma < mu/2 has no such rest and dies: decay removes weak modes.",
)

_ALL = [
    Exercise(
        "3.1",
        "A start ten times smaller",
        "predict",
        1,
        2,
        "You start from a weight s0 ten times smaller. What happens to the curve of lambda against time?",
        _START,
    ),
    Exercise(
        "3.2",
        "When a fraction q is reached",
        "derive",
        2,
        8,
        "At which time does lambda reach a fraction q between lambda_0 and 1?",
        _FRACTION,
    ),
    Exercise(
        "3.3",
        "The loss is ahead",
        "derive",
        2,
        8,
        "From a tiny start: when has the loss done half of its step, counted from the half rise of lambda? "
        "(Earlier is negative.)",
        _LOSS_HALF,
    ),
    Exercise(
        "3.4",
        "A weight that never overflows",
        "implement",
        3,
        15,
        "Write stable_singular_value(t, gamma, s0): right at gamma t = 1000, at t = inf, for gamma of either "
        "sign and zero, and from s0 = 1e-150.",
        chapter03_function.QUESTION,
    ),
    Exercise(
        "3.5",
        "Descent is late",
        "measure",
        2,
        10,
        "With gamma = 1, s0 = 1e-6 and eta = 0.05: divide the time (eta times steps) at which descent first "
        "has lambda above 1/2 by the half rise of the flow.",
        _DESCENT,
    ),
    Exercise(
        "3.6",
        "The largest learning rate",
        "break",
        2,
        8,
        "Below which learning rate does descent, once near its limit, settle there?",
        _STABLE,
    ),
    Exercise(
        "3.7",
        "A negative eigenvalue",
        "explain",
        1,
        5,
        "gamma is negative and the start is not zero. What happens to the weight and to the loss, and why?",
        _NEGATIVE,
        self_check=(
            "Your text says that gamma s^2 cannot be positive, so lambda = 1 is out of reach.",
            "It gives the sign of s' = 4 gamma s (1 - gamma s^2) for gamma < 0: towards zero.",
            "It gives the value at which the loss stays: 1, the height of the untouched step.",
            "It names the difference to gamma = 0, where the weight does not move at all.",
        ),
    ),
    Exercise(
        "3.8",
        "With weight decay",
        "derive",
        3,
        12,
        "Add mu s^2 to the loss, with mu below 2 gamma. Where does lambda end?",
        _DECAY,
    ),
]

EXERCISES = {exercise.number: exercise for exercise in _ALL}
