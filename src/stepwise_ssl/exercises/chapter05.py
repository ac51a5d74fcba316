"""The exercises of chapter 5, The exact solution.

The loss is L = ||C - I||_F^2 with C = W Gamma W^T, the flow dW/dt = -4 (C - I) W Gamma, and from an aligned
start each mode follows the one-weight law. Every expected value is recomputed in the tests by another route.
"""

from __future__ import annotations

from . import chapter05_function
from .choice import ChoiceQuestion, Option
from .declaration import Exercise
from .expression import ExpressionQuestion
from .number import NumberQuestion

_THREE_STEPS = ChoiceQuestion(
    [
        Option(
            "Three steps of heights 6, 3, 1 parts in 10, the highest first.",
            "The heights do not know γ. Each mode's part of the loss is (1 - λ)², which goes from 1 to 0 "
            "whatever γ is. The eigenvalue decides when, not how much.",
        ),
        Option(
            "Three steps of height 1, the second about twice, the third about six times as late.",
            "Height 1 each, because (1 - λ)² falls from 1 to 0; times in proportion to 1/γ, up to a "
            "logarithm that hardly changes.",
            right=True,
        ),
        Option(
            "Three steps of height 1, with equal pauses between them on a linear time axis.",
            "The heights are right. But a step time is log(1/λ₀)/(8γ), about in proportion to 1/γ: 1 to 2 "
            "to 6. The second pause is about four times as long as the first.",
        ),
        Option(
            "Three steps of height 1, with equal pauses between them on a logarithmic time axis.",
            "That needs eigenvalues in equal ratios, as in the picture above. Here 6/3 is not 3/1, so the "
            "factors between the times, about 2 and 3, are not equal either.",
        ),
        Option(
            "Three steps of height 1, at times in the ratio 6 to 3 to 1: the mode with eigenvalue 1 first.",
            "The order is the other way round: the speed of a mode is 4γ, so the largest γ is first.",
        ),
        Option(
            "One high step for mode 1, which is the average picture, then two small ones.",
            "Mode 1 is the average only if the data were not centred, and even then it takes one unit off "
            "the loss, like every other. What a huge γ₁ changes is how long you wait for the second step.",
        ),
        Option(
            "One smooth fall from 3 to 0, because all three share one loss.",
            "They share the loss, but not the clock: while one mode rises, the next is still thousands of "
            "times too small to be seen. The sum of three separate steps is a staircase.",
        ),
    ]
)

_AT_TAU = ExpressionQuestion(
    "1/(2 - gamma*s0^2)",
    {"gamma": (0.3, 2.0), "s0": (0.1, 0.6)},
    derived={"lambda0": "gamma*s0^2"},
    slips=[
        (
            "1/2",
            "Nearly, and in the limit of a small start. If you dropped the -1 in e^(8γt) - 1, put it back: "
            "it is small against e^(8γτ) = 1/λ₀, but you were asked for the exact value.",
        ),
        (
            "1",
            "That is where early growth, taken at its word, would be: λ₀e^(8γτ) = 1. The mode itself slows "
            "down on the way.",
        ),
        (
            "1/(1 - gamma*s0^2)",
            "These are the odds λ/(1 - λ) at τ. Turn odds r into a fraction: r/(1 + r).",
        ),
        (
            "1/(2 + gamma*s0^2)",
            "A sign: the -1 in e^(8γt) - 1 makes the denominator smaller, so λ is a little more than one "
            "half.",
        ),
        (
            "1/(2 - s0^2)",
            "You took λ₀ = s₀². The eigenvalue at the start is λ₀ = γs₀².",
        ),
        (
            "1/(2 - gamma*s0)",
            "λ₀ is γs₀²: the start enters squared.",
        ),
        (
            "1/sqrt(gamma*(2 - gamma*s0^2))",
            "This is the weight s at τ. The question is about λ = γs².",
        ),
        (
            "1/(gamma*(2 - gamma*s0^2))",
            "This is s² at τ. Multiply by γ for λ.",
        ),
        (
            "(1 - 1/(2 - gamma*s0^2))^2",
            "This is what is left of the loss at τ. The question is about λ.",
        ),
        (
            "(1 - gamma*s0^2)/(2 - gamma*s0^2)",
            "This is 1 - λ, what is still missing.",
        ),
    ],
    praise="A little more than one half: τ is later than the half rise by -log(1 - λ₀)/(8γ).",
    case="As s₀ goes to 0 it must give 1/2, and at γs₀² = 1, where τ = 0, it must give λ₀ = 1.",
)

_GAP = ExpressionQuestion(
    "log(1/lambda0 - 1)/8 * (1/gamma2 - 1/gamma1)",
    {"gamma1": (1.2, 3.0), "gamma2": (0.3, 1.0), "lambda0": (0.01, 0.3)},
    slips=[
        (
            "log(1/lambda0)/8 * (1/gamma2 - 1/gamma1)",
            "These are step times τ. The half rise is exact: its odds start at λ₀/(1 - λ₀), so the logarithm "
            "is that of 1/λ₀ - 1.",
        ),
        (
            "log(1/lambda0 - 1)/4 * (1/gamma2 - 1/gamma1)",
            "You have 4γ, the rate of the weight. λ is its square and has the rate 8γ.",
        ),
        (
            "log(1/lambda0 - 1)/8 * (1/gamma1 - 1/gamma2)",
            "The sign: mode 1 has the larger γ and rises first, so the time from its half rise to the "
            "other's is positive.",
        ),
        (
            "log(1/lambda0 - 1)/(8*(gamma1 - gamma2))",
            "A difference of times is a difference of 1/γ's: 1/γ₂ - 1/γ₁, not 1/(γ₁ - γ₂).",
        ),
        (
            "log(1/lambda0 - 1)/8 * (gamma1 - gamma2)",
            "Upside down: a larger γ makes a shorter time, so it is 1/γ that counts.",
        ),
        (
            "log(1/(gamma2*lambda0^2) - 1)/(8*gamma2) - log(1/(gamma1*lambda0^2) - 1)/(8*gamma1)",
            "You took λ₀ for the weight s₀. Here λ₀ is λ at the start, the same for both.",
        ),
        (
            "log(1/lambda0 - 1)/(8*gamma2)",
            "This is when the second mode is half up. Subtract the time of the first.",
        ),
        (
            "gamma1/gamma2",
            "This is how many times later the second is, which is right for a common λ₀. The question asks "
            "for the time between.",
        ),
        (
            "0",
            "They start at the same λ, but they do not grow at the same rate.",
        ),
    ],
    praise="With a common λ at the start the times are exactly in the ratio 1/γ.",
    case="For equal γ it must give 0, and at λ₀ = 1/2, where both are half up from the start, as well.",
)

_TWO_CLOCKS = NumberQuestion(
    4.22,
    0.05,
    slips=[
        (
            4.446,
            "This is the flow's ratio. The run has steps of finite length, and they hold the fast mode back "
            "more than the slow one. Measure it.",
        ),
        (
            4.0,
            "This is the ratio of the eigenvalues. The step time also holds log(1/λ₀), and λ₀ = γs₀² is "
            "smaller for the second mode.",
        ),
        (
            3.82,
            "You watched the diagonal entries of C. Both directions are turned by U, so each entry holds a "
            "part of both modes. Take the eigenvalues of C.",
        ),
        (
            177 / 43,
            "You counted from 1. The start is number 0, so the index of a matrix in the run is its number of "
            "steps, and nothing is added.",
        ),
        (0.237, "Upside down: divide the later by the earlier."),
        (1.76, "This is the second mode's half rise, η times steps. Divide by the first one's."),
        (176.0, "This is the number of steps of the second mode. Divide by that of the first."),
        (42.0, "This is the number of steps of the first mode. How many does the second one take?"),
        (
            177.0,
            "This is the number of steps of the second mode, counted from 1. Count from 0, and divide by "
            "that of the first.",
        ),
        (
            43.0,
            "This is the number of steps of the first mode, counted from 1. Count from 0; how many does the "
            "second one take?",
        ),
    ],
    praise="The flow has 4.45. Descent multiplies by 1 + x where the flow has e^x, x = 4ηγ: early growth "
    "takes x/log(1 + x) times as long, 7.8 % longer for the first mode (x = 0.16) and 2.0 % for the second "
    "(x = 0.04). At the half rise they are late by 6.5 % and 1.7 %: the rise itself makes up some of it.",
)

_ONE_AND_THREE = ChoiceQuestion(
    [
        Option(
            "Mode 1 steps at τ₁; then the second arrow turns towards mode 2, whose eigenvalue is larger.",
            "The arrow that has started is a₃, and it keeps its direction. Mode 2 has nothing to grow from: "
            "a₂ = W v₂ is zero, and a₂' = 4γ₂(I - C)a₂ keeps it zero. Growth multiplies what is there; it "
            "does not look for the larger eigenvalue.",
        ),
        Option(
            "The loss stops at 1, because the second best mode is missing.",
            "The loss only asks for C = I. Any two eigenvectors with positive eigenvalues can give it.",
        ),
        Option(
            "The theorem says nothing about it: that needs the d leading modes.",
            "It holds for any d eigenvectors: the proof needs Γv = γv and orthogonality, nothing else. It is "
            "the small random start that picks the leading ones.",
        ),
        Option(
            "Modes 1 and 3 step first, then mode 2 pushes mode 3 out, because its eigenvalue is larger.",
            "Once both directions are filled, I - C is zero, and every mode looks through it: nothing can "
            "grow any more, however large its γ.",
        ),
        Option(
            "Modes 1 and 3 step at τ₁ and τ₃, the loss falls to 0, and mode 2 never appears.",
            "The theorem holds for any d eigenvectors. So the loss has no preference for the leading ones; "
            "the start selects the modes.",
            right=True,
        ),
    ]
)

_STAYS_OPEN = ChoiceQuestion(
    [
        Option(
            "The loss ends at 0: the third step is only very late.",
            "A negative mode never steps: its λ = γs² cannot be positive. The plateau at d - p = 3 - 2 = 1 "
            "is for ever.",
        ),
        Option(
            "The loss ends at 1, and the third row keeps its small start for ever.",
            "The loss is right. A row that stays belongs to γ = 0; here s' = 4γs(1 - γs²) is negative.",
        ),
        Option(
            "The loss ends at 1, and the third row decays to 0, at a rate of 8 while it is small.",
            "Two positive modes are learned, the third costs (1 - 0)² = 1. Its weight obeys s' = -8s while "
            "it is small. The embedding has collapsed in this one direction.",
            right=True,
        ),
        Option(
            "The loss ends at 4: λ₃ goes to -1, the normalised value of a mode that anticorrelates.",
            "λ₃ = -1 would cost (−1 − 1)² = 4, more than λ₃ = 0 costs. Descent goes the other way, up to 0.",
        ),
        Option(
            "The loss ends at 1: modes 1 and 3 are learned, because 3 and |-2| are the largest, and the row "
            "of the eigenvalue 1 dies.",
            "Modes are sorted by value, not by magnitude: -2 comes last. A row dies if its γ is negative.",
        ),
    ]
)

_FASTEST = NumberQuestion(
    5 / 9,
    0.005,  # two digits, correctly rounded, are right: 0.56 is
    slips=[
        (
            1 / 3,
            "This is λ there, and it is right. How much of the loss step is then done? What is left is "
            "(1 - λ)².",
        ),
        (4 / 9, "This is what is left of the loss. How much is done?"),
        (
            3 / 4,
            "You took λ = 1/2, where λ itself rises fastest. The loss falls at the speed 16γλ(1 - λ)²: "
            "one more factor 1 - λ.",
        ),
        (
            1 / 2,
            "At λ = 1/2 it is λ that rises fastest, and half of the loss is another place again. Maximise "
            "λ(1 - λ)².",
        ),
        (
            2 / 3,
            "This is 1 - λ there, not λ. The loss left is its square; how much is done?",
        ),
        (
            8 / 9,
            "You took λ = 2/3: you maximised λ²(1 - λ). The speed is λ(1 - λ)².",
        ),
        (
            4 / 27,
            "This is the largest value of λ(1 - λ)². Where is it reached, and what has the loss done by "
            "then?",
        ),
    ],
    praise="It falls fastest at λ = 1/3, with 5/9 of its step done: before the half rise, where it is 3/4.",
)

_ALL = [
    Exercise(
        "5.1",
        "Three steps",
        "predict",
        1,
        3,
        "Γ has the eigenvalues 6, 3, 1, and every mode starts at the same tiny weight. What does the loss "
        "look like?",
        _THREE_STEPS,
    ),
    Exercise(
        "5.2",
        "At the step time, exactly",
        "derive",
        2,
        10,
        "Which value has the embedding eigenvalue of a mode exactly at its step time τ?",
        _AT_TAU,
    ),
    Exercise(
        "5.3",
        "From one step to the next",
        "derive",
        2,
        10,
        "Two modes start with the same embedding eigenvalue λ₀. How long is it from the half rise of mode 1 "
        "to that of mode 2?",
        _GAP,
    ),
    Exercise(
        "5.4",
        "The whole solution",
        "implement",
        3,
        25,
        "Write my_weights(t, gamma_matrix, s0, rotation): W(t) from the start U diag(s0) V^T, for one time "
        "t and for eigenvalues of either sign.",
        chapter05_function.QUESTION,
    ),
    Exercise(
        "5.5",
        "Two clocks in one run",
        "measure",
        2,
        15,
        "With Γ = diag(4, 1), W(0) = 0.001 times a rotation by 30 degrees and η = 0.01: how many times as "
        "late as the first does the second eigenvalue of C pass 1/2 in descent?",
        _TWO_CLOCKS,
    ),
    Exercise(
        "5.6",
        "Modes one and three",
        "break",
        2,
        10,
        "d = 2, and Γ has three positive eigenvalues. You start exactly aligned with modes 1 and 3 instead "
        "of 1 and 2. What happens?",
        _ONE_AND_THREE,
    ),
    Exercise(
        "5.7",
        "A direction that stays open",
        "explain",
        2,
        10,
        "Γ has the eigenvalues 3, 1 and -2, and d = 3. The start is small and aligned, without rotation. "
        "Where does the loss end, and what does the third row of W do?",
        _STAYS_OPEN,
        self_check=(
            "Your text says that λ₃ = γ₃s₃² cannot be positive, so the third step of the loss is never done.",
            "It gives the plateau: d - p = 3 - 2 = 1, for ever.",
            "It gives the sign of s₃' = 4γ₃s₃(1 - γ₃s₃²): the row decays.",
            "It says what this means for the embedding: its third coordinate becomes 0 for every input.",
        ),
    ),
    Exercise(
        "5.8",
        "Where the loss falls fastest",
        "derive",
        3,
        15,
        "One mode rises from a tiny start. At the moment at which its loss falls fastest, which part of the "
        "loss step is done?",
        _FASTEST,
    ),
]

EXERCISES = {exercise.number: exercise for exercise in _ALL}
