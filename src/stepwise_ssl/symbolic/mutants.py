"""Count the mutants: ``python -m stepwise_ssl.symbolic.mutants`` prints made, caught and equivalent."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace

from . import registry
from .equality import StepError
from .mutate import Mutant, mutants


@dataclass
class Tally:
    """What became of the mutants of one equation.

    Args:
        name: registry name, or name of a chain.
        made: how many there were.
        survivors: those that the check let pass.
    """

    name: str
    made: int = 0
    survivors: list[Mutant] = field(default_factory=list)

    @property
    def caught(self) -> int:
        """Number that raised StepError."""
        return self.made - len(self.survivors)


def of_equation(result: registry.Result) -> Tally:
    """Put every mutant of a result's equation before the result's independent check."""
    tally = Tally(result.name)
    for mutant in mutants(*result.equation):
        tally.made += 1
        try:
            result.check(mutant.lhs, mutant.rhs)
        except StepError:
            continue
        tally.survivors.append(mutant)
    return tally


def of_chain(result: registry.Result, route: str, every: int = 1) -> Tally:
    """Put the mutants of each line (or one in so many) back into the chain, which must refuse them."""
    chain = result.derivation(route)
    tally = Tally(f"{result.name}, {route}")
    for number, step in enumerate(chain.steps):
        for mutant in list(mutants(step.lhs, step.rhs))[number % every :: every]:
            tally.made += 1
            try:
                chain.with_step(number, mutant.lhs, mutant.rhs).verify(around=number)
            except StepError:
                continue
            tally.survivors.append(replace(mutant, description=f"line {number}, {mutant.description}"))
    return tally


def main(out=sys.stdout) -> None:
    """Print the table for the equations of the registry."""
    tallies = [of_equation(r) for r in registry.load().values()]
    width = max(len(x.name) for x in tallies)
    print(f"{'equation':{width}}  made  caught  equivalent", file=out)
    for x in tallies:
        print(f"{x.name:{width}}  {x.made:4}  {x.caught:6}  {len(x.survivors):10}", file=out)
    total = [sum(v) for v in zip(*((x.made, x.caught, len(x.survivors)) for x in tallies), strict=True)]
    print(f"{'total':{width}}  {total[0]:4}  {total[1]:6}  {total[2]:10}", file=out)


if __name__ == "__main__":
    main()
