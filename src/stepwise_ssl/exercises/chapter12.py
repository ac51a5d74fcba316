"""The exercises of chapter 12, Deep networks.

What is proved in that chapter concerns a head on a body that is held still, the network z = s w x, and sums
of eigenvalues; the rest is read from stored runs. Every expected value is found again in the tests by another
route.
"""

from __future__ import annotations

from stepwise_ssl.experiments import load

from . import chapter12_function, chapter12_measure
from .choice import ChoiceQuestion, Option
from .declaration import Exercise
from .expression import ExpressionQuestion
from .number import NumberQuestion

_WHAT_HAPPENS = ChoiceQuestion(
    [
        Option(
            "They rise together and smoothly: a deep network learns many features at once.",
            "With a last layer of the usual size they can hardly be told apart. Through a tiny one each "
            "grows exponentially, and small differences of rate become large differences of time.",
        ),
        Option(
            "They leave 0 one after another, at the times τ that the Γ of the pixels gives.",
            "One after another, yes. But the last layer sees what the body makes of the pixels, and the body "
            "moves.",
        ),
        Option(
            "They leave 0 one after another, and the old ones shrink to make room for the new one.",
            "That happens where the variances add up to a fixed number. In Barlow Twins each eigenvalue has "
            "a target of its own, 1.",
        ),
        Option(
            "They leave 0 one after another, some close together, and then stay up.",
            "So it looks, and nothing here proves it: the body moves. Some shoot over 1 and come back. How "
            "many steps are clear is counted, not taken for granted.",
            right=True,
        ),
        Option(
            "Nothing for a long time, then all at once: first the body must learn what to look at.",
            "The features of a random body are correlated between the two views already. And through a tiny "
            "last layer hardly any gradient reaches the body.",
        ),
    ]
)

_BODY_AT_THE_END = ExpressionQuestion(
    "(w0^2 + sqrt(w0^4 + 4/gamma))/2",
    {"gamma": (0.3, 3.0), "w0": (0.5, 2.0)},
    slips=[
        (
            "(sqrt(w0^4 + 4/gamma) - w0^2)/2",
            "That is s², the head. The body has w(0)² more.",
        ),
        (
            "w0^2 + 1/(gamma*w0^2)",
            "1/(γw(0)²) is where s² would end if the body stood still. It has grown, so the head needs less.",
        ),
        (
            "w0^2 + 1/gamma",
            "That needs s² = 1/γ. But at the end it is the product s²w² that is 1/γ.",
        ),
        (
            "w0^2",
            "So it would be with the body frozen. Here w grows with s, and w² - s² stays what it was.",
        ),
        (
            "sqrt((w0^2 + sqrt(w0^4 + 4/gamma))/2)",
            "That is w. The question asks for w².",
        ),
        (
            "sqrt(w0^4 + 4/gamma)",
            "That is s² + w² at the end, by which the rate is multiplied. Half of the sum and the difference "
            "gives w².",
        ),
        (
            "1/sqrt(gamma)",
            "There s² = w². But the body starts ahead of the head, and stays ahead.",
        ),
        (
            "(w0^2 - sqrt(w0^4 + 4/gamma))/2",
            "The other root of the quadratic equation. It is negative, and w² is not.",
        ),
        (
            "(w0^2 + sqrt(w0^4 + 1/gamma))/2",
            "Nearly: w⁴ - w(0)²w² - 1/γ = 0 has 4/γ under the root.",
        ),
        (
            "(w0^2 + sqrt(w0^4 + 4*gamma))/2",
            "γ belongs below: at the end γs²w² = 1.",
        ),
        (
            "1/(gamma*w0^2)",
            "That is s² at the end if the body stands still. How far has the body moved?",
        ),
    ],
    praise="A weak mode, with a small γ, moves the body most: it needs a large product.",
    case="For γ = 1/2 and w(0) = 1 it must give 2.",
)

_ROOM = NumberQuestion(
    2,
    0.02,
    slips=[
        (48, "You left out 1/d, which is 1/24."),
        (6, "That is each eigenvalue once the fourth has joined. Now the covariance term before and after."),
        (8, "That is each of the three eigenvalues before: 24/3. How large are they after?"),
        (7, "That is the term before: (3·8² - 24)/24. Subtract the term after."),
        (5, "That is the term after: (4·6² - 24)/24. By how much has it fallen?"),
        (4, "You took both views. The fall in each is asked for."),
        (1, "You took each pair of coordinates once. The sum has S_ij and S_ji."),
        (3.5, "You left out the fourth eigenvalue: there are four squares in the new sum."),
        (1 / 12, "You shared 1 and not 24: d variances of 1 add up to d."),
    ],
    praise="From 8 to 6 each: three give 2, which makes 6 for the fourth. The term falls by d/(k(k + 1)).",
)

_NORMALISED = ChoiceQuestion(
    [
        Option(
            "All of it, only later: the head must first grow by a factor of 10⁴, which takes a logarithm.",
            "It would if the loss saw that the head is small. Multiply the head by a number: which entry of "
            "this C changes?",
        ),
        Option(
            "Nothing: the loss is the same for a head of any size, so a small one is near no saddle.",
            "C holds correlations, which do not know the size: it starts as far from 0 as with a large head. "
            "Only the head moves faster: its gradient is larger by as much as it is smaller.",
            right=True,
        ),
        Option(
            "The first step: it brings the embedding to size one, and there the normalisation takes over.",
            "The normalisation is there from the beginning, and no step for the size is needed.",
        ),
        Option(
            "All of it, but with steps of other heights: eigenvalues of correlations need not end at 1.",
            "For a staircase they would have to begin at 0. But the two views of an image are correlated "
            "from the start, however small the head.",
        ),
        Option(
            "Nothing, because a normalised network learns all of its modes at one and the same rate.",
            "The answer, but not the reason: rates differ as before. What is missing is the saddle from "
            "which modes would grow one at a time.",
        ),
    ]
)

_PROOF = ChoiceQuestion(
    [
        Option(
            "Nothing to object: the last layer is linear, so the theorem holds for it.",
            "It holds for it while the features stand still. Here the body learns too, and so Γ changes as "
            "the run goes on.",
        ),
        Option(
            "It is one run. If ten seeds show the same staircase, it is proved.",
            "Then the staircase can be repeated. Why it is there is still open.",
        ),
        Option(
            "Train on pairs of strangers. If the staircase is gone, the theory is right.",
            "A good control of another claim: that what is learned comes from the pairs. Every theory of "
            "what two views share would pass it.",
        ),
        Option(
            "Look at the heights: each drop must be 1.00, which is what the theory predicts.",
            "An eigenvalue that goes from 0 to 1 takes one unit off this loss, whatever drives it. Heights "
            "come from the loss; times and directions are what the theory adds.",
        ),
        Option(
            "Many causes make stairs. Do times and directions come out as Γ foretold them?",
            "Say them before the run, from the features at its start, and compare. A moving body may bring "
            "the steps forward: by how much is itself a result.",
            right=True,
        ),
        Option(
            "A ResNet is not linear. The theory says nothing about it, and the likeness is a coincidence.",
            "Too much. With the body held still the head IS the linear model, so something can be foretold, "
            "and tested. What is not implied is the rest, when the body moves.",
        ),
    ]
)

_BOTH_SMALL = ExpressionQuestion(
    "log(r^2)/(8*gamma*(r^2 - 1)*alpha^2)",
    {"gamma": (0.3, 3.0), "r": (1.5, 4.0), "alpha": (0.02, 0.1)},
    slips=[
        ("1/(8*gamma*alpha^2)", "That is the time for equal weights, r = 1."),
        (
            "log(r)/(8*gamma*(r^2 - 1)*alpha^2)",
            "The logarithm is that of w(0)²/s(0)², which is r².",
        ),
        (
            "log(r^2)/(4*gamma*(r^2 - 1)*alpha^2)",
            "4γ belongs to s. Its square u = s² grows with 8γ.",
        ),
        (
            "log(r^2)/(8*gamma*alpha^2)",
            "What is conserved is w² - s² = (r² - 1)α². You left out r² - 1.",
        ),
        (
            "log(r^2)/(8*gamma*(r^2 - 1))",
            "Where is α? With both weights small the rate itself is small at first.",
        ),
        (
            "-log(gamma*r^2*alpha^4)/(8*gamma)",
            "That is the step time of one weight, with λ(0) = γr²α⁴. Here its rate is multiplied by "
            "s² + w², which is small at first.",
        ),
        (
            "-log(gamma*r^2*alpha^4)/(8*gamma*(1 + r^2)*alpha^2)",
            "You kept the rate of the start. It grows with the weights, and that ends the wait much sooner.",
        ),
        (
            "log(r^2)/(8*gamma*(r^2 + 1)*alpha^2)",
            "The difference w² - s² is conserved, not the sum.",
        ),
        (
            "1/(8*gamma*r*alpha^2)",
            "That puts the mean √(s(0)w(0)) for both weights. Unequal ones are not that simple.",
        ),
        (
            "log(r)/(4*gamma*r^2*alpha^2)",
            "That is the frozen body, w = rα for ever. It is right only in the limit of a large r.",
        ),
    ],
    praise="For r = 1 it is 1/(8γα²). For a large r it becomes log(r)/(4γw(0)²): with a body of its usual "
    "size only a logarithm is left, and that is why only the head is made small.",
    case="For r close to 1 it must come close to 1/(8*gamma*alpha^2).",
)

_ALL = [
    Exercise(
        "12.1",
        "What will they do?",
        "predict",
        1,
        3,
        "A ResNet whose last layer starts tiny, under Barlow Twins: what will the leading eigenvalues of its "
        "embedding do?",
        _WHAT_HAPPENS,
    ),
    Exercise(
        "12.2",
        "How far the body moves",
        "derive",
        2,
        10,
        "z = swx, with a head s(0) so small that you may put it to 0, and a body w(0). What is w² when the "
        "step is over?",
        _BODY_AT_THE_END,
    ),
    Exercise(
        "12.3",
        "Making room",
        "derive",
        2,
        10,
        "VICReg with d = 24 variances of 1: a fourth direction joins three, in equal shares before and "
        "after. By how much does the covariance term of one view fall?",
        _ROOM,
    ),
    Exercise(
        "12.4",
        "Count them yourself",
        "implement",
        3,
        25,
        "Write count_clear_steps(times, eigenvalues): how many columns do not start their 10-90 % rise "
        "before the last one that stepped has half risen?",
        chapter12_function.QUESTION,
    ),
    Exercise(
        "12.5",
        "Many, one, three",
        "measure",
        2,
        10,
        "deep-bt-small: the effective rank of the embedding starts high, falls to 1 and climbs. At which "
        "training step is the first record after the lowest one with a rank above 3?",
        chapter12_measure.question(load(chapter12_measure.NAME)),
    ),
    Exercise(
        "12.6",
        "Divide by the size",
        "break",
        2,
        5,
        "Barlow Twins with every coordinate divided by its standard deviation over the batch, nothing added: "
        "what is left of the staircase from a small head?",
        _NORMALISED,
    ),
    Exercise(
        "12.7",
        "“This proves the theory”",
        "explain",
        2,
        10,
        "A colleague shows the staircase of a ResNet: “This proves the theory of the linear model.” What "
        "do you answer?",
        _PROOF,
        self_check=(
            "Your text says that the theory is proved for a head on features that stand still, and that here "
            "the body moves.",
            "It says that unit heights follow from the loss alone.",
            "It asks for something foretold before the run: times, from Γ of the features, and directions.",
            "It says what the controls show: strangers' pairs, frozen body, other seeds.",
        ),
    ),
    Exercise(
        "12.8",
        "Everything small",
        "derive",
        3,
        20,
        "z = swx with s(0) = α and w(0) = rα, r > 1. When does the step come, to leading order in small α?",
        _BOTH_SMALL,
    ),
]

EXERCISES = {exercise.number: exercise for exercise in _ALL}
