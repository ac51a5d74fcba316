"""Proving a grader: right answers in many forms pass, wrong ones fail where they should, mutants die.

``python -m coursework prove [--set ps1] [--short]`` prints the kill table of each set and stops with
exit status 1 if anything is not as it should be.
"""

from .main import main

__all__ = ["main"]
