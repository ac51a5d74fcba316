"""The teacher's side of the book: problem sets built from one master, proved, and graded out of process.

``python -m coursework build`` writes the forms of a set, ``prove`` shows that its grader tells right from
wrong, ``grade`` marks a folder of submissions. Nothing here is imported by ``stepwise_ssl``.
"""
