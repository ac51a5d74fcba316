"""A number directly before a letter or a bracket is a product, wherever that can be read in one way only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwise_ssl.exercises import check
from stepwise_ssl.exercises.points import as_tree, values
from stepwise_ssl.exercises.wording import SENTENCES, Unreadable

NAMES = ("gamma", "s0", "q")
POINT = {"gamma": 1.3, "s0": 0.7, "q": 0.4}


def _value(text):
    return float(values(as_tree(text, NAMES), [POINT])[0])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1/(2γ)", "1/(2*gamma)"),
        ("2gamma", "2*gamma"),
        ("2 gamma", "2*gamma"),
        ("-2gamma^2", "-(2*(gamma^2))"),
        ("8(1 - q)", "8*(1 - q)"),
        ("8(1 - q)^2", "8*((1 - q)^2)"),
        ("0.5log(q)/(4γ)", "0.5*log(q)/(4*gamma)"),
        ("3√(q)", "3*sqrt(q)"),
        ("2e3q", "2000*q"),
        ("2e", "2*e"),
        ("2exp(q)", "2*exp(q)"),
        ("2pi", "2*pi"),
        ("q*2gamma*3s0", "q*2*gamma*3*s0"),
        ("(2gamma)^2", "4*gamma^2"),
        ("½*gamma + 2q", "gamma/2 + 2*q"),
        ("2s0 - 3q", "2*s0 - 3*q"),
        ("2gamma^-1", "2/gamma"),
        ("+.5q", "q/2"),
    ],
)
def test_read_as_meant(typed, meant):
    assert _value(typed) == pytest.approx(_value(meant), rel=1e-14)


@pytest.mark.parametrize(
    "text",
    ["1/2gamma", "1/-2gamma", "q/3(1-q)", "gamma^2q", "gamma**2(1-q)", "2^3gamma", "s0²gamma", "q^-2s0", "3½",
     "3 ½", "2.¼", "1/2 gamma", "q/2sqrt(q)", "2^+3q"],
)  # fmt: skip
def test_two_readings_are_refused(text):
    with pytest.raises(Unreadable) as refusal:
        _value(text)
    assert refusal.value.key == "ambiguous" and "two ways" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("gamma s0", "times"),
        ("gamma(1-q)", "times"),
        ("(1-q)(1+q)", "times"),
        ("2(1-q)(1+q)", "times"),
        ("2gamma q", "times"),
        ("2 3", "times"),
        ("(q)2", "times"),
        ("2 3q", "times"),
        ("½q", "times"),
        ("gamma2", "name"),
        ("0x10", "name"),
        ("2log", "call"),
        ("2(", "end"),
        ("2(q", "bracket"),
        ("9" * 21 + "q", "number"),
        ("2" * 5 + "(" * 150 + "q", "deep"),
    ],
)
def test_other_products_still_need_their_sign(text, key):
    with pytest.raises(Unreadable) as refusal:
        _value(text)
    assert refusal.value.key == key, str(refusal.value)


def test_the_sentence_shows_what_was_typed():
    assert str(Unreadable("ambiguous", token="2gamma")) == SENTENCES["ambiguous"].format(token="2gamma")
    assert "“2gamma”" in check("3.4", "1/2gamma").message and check("3.4", "1/2gamma").status == "cannot read"
    assert check("3.4", "1/(2gamma)").right


# (typed, the product spelled out, the product in brackets): one formula with a number before a name.
leaf = st.sampled_from([("2q", "2*q", "(2*q)"), ("3(q)", "3*(q)", "(3*(q))"), ("gamma",) * 3, ("0.5",) * 3,
                        ("4s0", "4*s0", "(4*s0)"), ("2sqrt(q)", "2*sqrt(q)", "(2*sqrt(q))")])  # fmt: skip


def _join(left, operator, right):
    return tuple(f"{a}{operator}{b}" for a, b in zip(left, right, strict=True))


formulas = st.recursive(
    leaf,
    lambda inner: (
        st.builds(_join, inner, st.sampled_from(["+", "-", "*", "/"]), inner)
        | st.builds(_join, inner.map(lambda x: tuple(f"({one})" for one in x)), st.just("**"), inner)
        | st.builds(lambda x: tuple(f"({one})" for one in x), inner)
        | st.builds(lambda x: tuple(f"-{one}" for one in x), inner)
    ),
    max_leaves=5,
)


@settings(derandomize=True, deadline=None, database=None, max_examples=200)
@given(formulas)
def test_accepted_only_where_both_readings_agree(trio):
    """Spelled out and in brackets are the two readings; what is read at all is read as both."""
    try:
        found = values(as_tree(trio[0], NAMES), [POINT])
    except Unreadable as refusal:
        assert refusal.key in ("ambiguous", "exponent", "nested"), (trio, str(refusal))
        return
    for other in trio[1:]:
        again = values(as_tree(other, NAMES), [POINT])
        assert again == found or again == pytest.approx(found, rel=1e-12), trio
