"""Every sentence of the expression and number checks, once.

Python formats them with ``str.format``; the answer box receives the same table and fills the same
{slots}, so that both say the same thing about the same answer.
"""

SENTENCES = {
    "blank": "Write your answer, then check it.",
    "choose": "Choose one of the answers, then check it.",
    "right": "",
    "wrong": "This is not equal to the answer, and it is no slip that we know.",
    "case": "Try it in a case where you know the result.",
    "factor": "The shape is right; a constant factor or the sign is not.",
    "decimal": "Very close, but a rounded decimal is not the exact value. "
    "Write it with fractions, log and sqrt.",
    "rounded": "To the digits that you gave.",
    "unreal": "At {point} your expression has no finite real value. Check divisions, roots and logarithms.",
    "large": "Your number is too large.",
    "small": "Your number is too small.",
    "sign": "The size is right; the sign is not.",
    "infinite": "Your number is not finite.",
    "not-a-number": "I expected one number, such as 0.25 or log(2)/8.",
    # what makes a text unreadable
    "long": "This is longer than any answer here needs to be ({limit} characters at most).",
    "large-tree": "This expression is too large to read.",
    "deep": "This expression is nested too deeply to read.",
    "character": "I cannot read the character “{token}”. Use letters, digits, + - * / ^ and round brackets.",
    "equals": "Leave out the part with the equals sign: write the right-hand side only.",
    "comma": "I cannot read the comma. Write decimals with a point, and give functions one argument.",
    "times": "I expected an operator before “{token}”. Between letters and brackets a product needs its *.",
    "ambiguous": "“{token}” can be read in two ways here. Write every * out, and put brackets where they "
    "help: 1/(2*gamma).",
    "end": "The expression ends too early: something is missing at the end.",
    "operand": "I did not expect “{token}” here. A number, a name or a bracket is missing before it.",
    "bracket": "A closing bracket is missing.",
    "call": "After {token} I expect a round bracket: {token}(...).",
    "name": "I do not know the name “{token}”. Use {names}.",
    "no-names": "I do not know the name “{token}”. This answer is a plain number.",
    "number": "This number is too long or too large to be part of an answer.",
    "exponent": "An exponent is too large (64 at most).",
    "nested": "Powers of powers are nested too high.",
    "kind": "I cannot read this kind of answer. Give an expression or text such as {example}.",
    "relation": "This is an equation. Give its right-hand side only.",
    "form": "I cannot use “{token}” in an answer. Write it out in closed form.",
}


class Unreadable(Exception):
    """An answer that is refused before it is compared, with the sentence that says why.

    Args:
        key: key of SENTENCES.
        slots: values for the slots of that sentence.

    >>> str(Unreadable("call", token="log"))
    'After log I expect a round bracket: log(...).'
    """

    def __init__(self, key: str, **slots: object):
        super().__init__(SENTENCES[key].format(**slots))
        self.key = key
