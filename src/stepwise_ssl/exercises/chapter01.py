"""The exercises of chapter 1, What does self-supervised learning learn?

The loss is L = ||C - I||_F^2 with C = (1/2n) sum (z z'^T + z' z^T), no normalisation. Every expected value is
recomputed in the tests: by hand-written sums, by searches for minima, and by the runs of the page itself.
"""

from __future__ import annotations

from . import chapter01_function
from .choice import ChoiceQuestion, Option
from .declaration import Exercise
from .number import NumberQuestion

_LAZIEST = ChoiceQuestion(
    [
        Option(
            "It gives each crop an embedding of its own, far from all others.",
            "That would say a lot about a crop, but agreement does not ask for it, and the two views of a "
            "pair, being different crops, would be far apart too.",
        ),
        Option(
            "It gives every crop the same embedding.",
            "The two views of a pair then agree perfectly, whatever is in them. Nothing in the wish for "
            "agreement forbids it. This is collapse.",
            right=True,
        ),
        Option(
            "It groups the crops by photograph, one point for each of the five.",
            "That agrees, but it takes work: the network would have to tell photographs apart. Is there "
            "something lazier that agrees as well?",
        ),
        Option(
            "It copies the pixels into the embedding.",
            "The two views of a pair are shifted, so their pixels differ: a copy would not agree.",
        ),
        Option(
            "It cannot say: without labels there is nothing to minimise.",
            "There is: the distance between the two embeddings of a pair. No label is needed for it.",
        ),
    ]
)

_BY_HAND = NumberQuestion(
    20 / 9,
    0.006,
    slips=[
        (
            122 / 9,
            "Your C is twice as large: both orders of the views are counted, so the sum is divided by "
            "2n = 6, not by n = 3.",
        ),
        (
            11 / 9,
            "You counted the pair of coordinates once. It stands in C twice, at C₁₂ and at C₂₁.",
        ),
        (
            22 / 9,
            "You multiplied the views in one order only. C adds z'ᵢzⱼ to zᵢz'ⱼ, which changes what stands "
            "beside the diagonal.",
        ),
        (7 / 9, "One order of the views only, and still divided by 6. Add the other order."),
        (50 / 9, "This is the sum of the squares of C. Subtract the identity first."),
        (2 / 9, "This is the diagonal's part. Add what stands beside the diagonal."),
        (2.0, "This is the part beside the diagonal. Add the diagonal's."),
        (1.4907, "This is the norm of C - I. The loss is its square."),
        (8 / 3, "You added absolute values. The loss adds squares."),
        (170.0, "C is an average: divide the sums by 2n = 6."),
        (
            10 / 9,
            "Either you took half of the loss, which has no factor ½ here, or you multiplied the first view "
            "by itself: C multiplies one view by the other.",
        ),
        (5 / 9, "You took the mean of the four squares. The loss is their sum."),
    ],
    praise="C has 4/3 on the diagonal and 1 beside it: 2 · (1/3)² + 2 · 1².",
)

_ONE_TERM = ChoiceQuestion(
    [
        Option(
            "It collapses: all embeddings go to zero.",
            "Zero on the diagonal costs 1 for each coordinate. The first term alone forbids that.",
        ),
        Option(
            "Nothing changes: whoever fills all coordinates makes them different anyway.",
            "Why should they be different? Each coordinate is then trained by itself, on the same pairs, and "
            "none of them knows of the others.",
        ),
        Option(
            "The three coordinates learn what they would have learned, but in another order.",
            "The order is not the point. Without the second term nothing keeps the third coordinate from "
            "telling what the first one tells.",
        ),
        Option(
            "The loss can no longer reach zero.",
            "It can, and more easily than before: every C with ones on its diagonal will do.",
        ),
        Option(
            "One direction is learned, three times over: all three may tell the same story.",
            "Each coordinate is then trained by itself. The loss becomes a sum of three separate losses. "
            "Each is content with the direction that is learned most easily. C is then full of ones, up to "
            "signs, and its rank is 1.",
            right=True,
        ),
    ]
)

_SHAPE = ChoiceQuestion(
    [
        Option(
            "A smooth fall from 3 to 0, fast at first, then slower and slower.",
            "This is what losses usually look like, and what everybody expected. Go on and look.",
        ),
        Option(
            "One drop from 3 to 0: once the network has found out what the pairs share, it has all of it.",
            "There is more than one thing that pairs share, and some of it is shared more strongly. Go on "
            "and look.",
        ),
        Option(
            "Three drops of one unit, the later ones after longer waits.",
            "Without the picture on the front page, few would guess it. Why the heights are equal, and why "
            "the waits are not, is the theme of this book.",
            right=True,
        ),
        Option(
            "Three drops of one unit, after equal waits of so many steps each.",
            "The drops are right. But the waits grow: what is shared more weakly takes longer. On the "
            "logarithmic axis below you will see how much.",
        ),
        Option(
            "Three drops of one unit: output 1 learns first, then output 2, then output 3.",
            "The drops are right, but the outputs are not told apart by anything: what rises in one step is "
            "one direction in the space of the three outputs, and all of them take part in it.",
        ),
        Option(
            "It stays at 3 for ever: without labels the network has nothing to learn from.",
            "It has the pairs. Whatever the two views of a pair have in common can be found.",
        ),
    ]
)

_HOW_LONG = NumberQuestion(
    14.2,
    0.3,
    slips=[
        (
            17.9,
            "This is the ratio of the first two eigenvalues of the pairs' cross-correlation, a good guess "
            "from what later chapters prove. But the network is not linear: measure it.",
        ),
        (
            1.67,
            "This is the run with the average taken away. Train on `x_raw` and `x_raw_prime`.",
        ),
        (1308.0, "This is the step of the second. Divide by the step of the first."),
        (92.0, "This is the step of the first. Divide the step of the second by it."),
        (1216.0, "This is the difference. How many *times* as late?"),
        (0.0703, "Upside down: divide the later by the earlier."),
    ],
    praise="Step 92 and step 1,308. What is shared by all crops is learned first; what tells one crop from "
    "another has to wait.",
)

_STILL_STEPS = ChoiceQuestion(
    [
        Option(
            "Directions are learned one at a time. Whether they mean anything is left open.",
            "A staircase shows no more than that: these were learned from chance agreements, later, and new "
            "pairs do not have them. So ask two more questions of a staircase: do its times and directions "
            "follow from the pairs, and do they hold for new pairs? Chapter 8 asks both.",
            right=True,
        ),
        Option(
            "The loss has three steps, so the pairs must have had something in common after all: the "
            "exchange was not thorough.",
            "No view kept its partner. But 300 pairs in 300 dimensions agree a little by chance, and a "
            "chance agreement is as good to the loss as any other.",
        ),
        Option(
            "The steps come from the network, not from the pairs: any data would give the same staircase.",
            "Then it would have come at the same steps. It came later, at other places, and with partners "
            "drawn anew in every step it does not come at all.",
        ),
        Option(
            "Whoever trains long enough learns what is in the photographs, paired or not.",
            "The crops are the same, but agreement was asked between crops of other places. What is "
            "learned are accidents of this exchange; another one gives others.",
        ),
        Option(
            "It follows that every network trained on pairs learns in steps, deep ones too.",
            "From one small network nothing follows about deep ones. That they do it has been observed, in "
            "part, and is not a consequence (chapter 12).",
        ),
    ]
)

_OFF_THE_SHELF = ChoiceQuestion(
    [
        Option(
            "The same staircase, only much later, because κ = 0.005 is small.",
            "It is not later, it is not there. κ weighs the second term; what removes the wait is the "
            "normalisation: however small the outputs are, they are scaled up to variance one at once.",
        ),
        Option(
            "Three unit steps as before, in another order.",
            "There are no unit steps: the height of one unit comes from a direction that is empty and is "
            "then filled. A normalised output is never empty.",
        ),
        Option(
            "The loss stays at 3, because normalising takes away what the pairs share.",
            "It takes the mean and the size away, not what varies together.",
        ),
        Option(
            "No plateau at 3: the loss starts below 3 and falls without unit steps.",
            "The normalised outputs are of size one from the first step on, however small the weights. "
            "A normalised loss does not see the size of the weights, so a small start is no small start. "
            "The staircase belongs to the loss without normalisation.",
            right=True,
        ),
        Option(
            "A collapse: with κ = 0.005 nothing keeps the outputs apart.",
            "Little keeps them apart, but 0.005 is not 0; and collapse to zero is excluded, since every "
            "output has variance one by force.",
        ),
    ]
)

_ALL = [
    Exercise(
        "1.1",
        "The laziest network",
        "predict",
        1,
        2,
        "The only wish is that the two embeddings of a pair agree. What does the laziest network do?",
        _LAZIEST,
    ),
    Exercise(
        "1.2",
        "Three pairs, two coordinates",
        "derive",
        1,
        10,
        "What is the Barlow Twins loss of these three pairs?",
        _BY_HAND,
    ),
    Exercise(
        "1.3",
        "Half a loss",
        "break",
        2,
        5,
        "Drop the second term and keep only the sum of (C_ii - 1)² over three coordinates. What is learned?",
        _ONE_TERM,
    ),
    Exercise(
        "1.4",
        "The loss in two lines",
        "implement",
        2,
        15,
        "Write my_barlow_twins(z, z_prime): the loss of two NumPy arrays of shape (n, d).",
        chapter01_function.QUESTION,
    ),
    Exercise(
        "1.5",
        "The shape of the loss",
        "predict",
        1,
        2,
        "Three outputs, a tiny start, plain gradient descent. What will the loss look like?",
        _SHAPE,
    ),
    Exercise(
        "1.6",
        "How long is long?",
        "measure",
        2,
        10,
        "With raw pixels, how many times as late as the first eigenvalue does the second pass one half?",
        _HOW_LONG,
    ),
    Exercise(
        "1.7",
        "A staircase from nothing",
        "explain",
        2,
        15,
        "Partners are exchanged once, and the loss still walks down three steps, later. What follows?",
        _STILL_STEPS,
        self_check=(
            "Your text says that a finite number of pairs agree a little by chance, exchanged or not.",
            "It says why the chance staircase comes later: chance agreement is weaker.",
            "It says what would tell the two apart: new pairs, or partners drawn anew in every step.",
            "It does not conclude anything about deep networks.",
        ),
    ),
    Exercise(
        "1.8",
        "Off the shelf",
        "break",
        3,
        15,
        "Barlow Twins as it is used normalises every output over the batch and weighs the second term by "
        "κ = 0.005. Same network, same start: what does its loss look like?",
        _OFF_THE_SHELF,
    ),
]

EXERCISES = {exercise.number: exercise for exercise in _ALL}
