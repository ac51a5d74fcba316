"""The command: ``python -m stepwise_ssl.experiments list | show NAME | run NAME | verify NAME``.

Exit status: 0 done or borne out, 1 not borne out or ended before its end, 2 could not be done,
130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from pathlib import Path

from stepwise_ssl.data.cache import DataUnavailable
from stepwise_ssl.experiments import runner
from stepwise_ssl.experiments.registry import kind_of
from stepwise_ssl.experiments.store import ExperimentError, load, names, read_config


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status.

    >>> main(["show", "no-such-run"])
    2
    """
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except (ExperimentError, DataUnavailable) as error:
        print(f"Not done: {error}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(
            "\nInterrupted. What was finished is kept; the same command goes on from there.", file=sys.stderr
        )
        return 130


def _list(options: argparse.Namespace) -> int:
    for name in names(options.folder):
        try:
            state = load(name, options.folder).provenance["date"]
        except ExperimentError:
            state = "not run yet"
        print(f"{name}  ({state})\n    {read_config(name, options.folder)['title']}")
    return 0


def _show(options: argparse.Namespace) -> int:
    run = load(options.name, options.folder)
    for key in ("title", "source", "choices"):
        if key in run.config:
            print(textwrap.fill(f"{key}: {run.config[key]}", 100, subsequent_indent="    "))
    for key, value in run.provenance.items():
        print(textwrap.fill(f"{key}: {_words(value)}", 100, subsequent_indent="    "))
    shapes = ", ".join(f"{name} {array.shape}" for name, array in run.arrays.items())
    print(textwrap.fill(f"arrays: {shapes}", 100, subsequent_indent="    "))
    print("\n" + "\n".join(kind_of(run.config).describe(run)))
    return 0


def _run(options: argparse.Namespace) -> int:
    file = runner.run(
        options.name,
        options.device,
        options.out,
        options.overwrite,
        bar=not options.quiet,
        note=options.note,
        folder=options.folder,
    )
    print(f"{file}: {file.stat().st_size:,} bytes")
    stopped = load(options.name, file.parent).provenance.get("stopped")
    if stopped:
        print(f"The run ended before its end, and what it had recorded is stored. {stopped}", file=sys.stderr)
    return 1 if stopped else 0


def _verify(options: argparse.Namespace) -> int:
    findings = runner.verify(options.name, options.device, bar=not options.quiet, folder=options.folder)
    for finding in findings:
        word = "holds" if finding.holds else "FAILS"
        print(f"{word}  {finding.what}: {finding.value:.3g}, band {finding.band:g}")
    held = all(finding.holds for finding in findings)
    print(
        f"{options.name}: " + ("the stored run is borne out." if held else "the stored run is NOT borne out.")
    )
    return 0 if held else 1


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {entry}" for key, entry in value.items())
    return str(value)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m stepwise_ssl.experiments", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where configs and results lie, if not in the package")
    commands = parser.add_subparsers(required=True, metavar="list | show | run | verify")
    commands.add_parser("list", help="all experiments").set_defaults(command=_list)
    show = commands.add_parser("show", help="one stored run: what, how, from where, and its main numbers")
    run = commands.add_parser("run", help="run it and store the result; goes on where it was interrupted")
    verify = commands.add_parser("verify", help="run a shortened version and compare it with the stored one")
    for command, action in ((show, _show), (run, _run), (verify, _verify)):
        command.add_argument("name")
        command.set_defaults(command=action)
    for command in (run, verify):
        command.add_argument("--device", default="cpu", help="cpu (default), cuda or mps")
        command.add_argument("--quiet", action="store_true", help="no progress bar")
    run.add_argument("--out", type=Path, help="folder for the result")
    run.add_argument("--overwrite", action="store_true", help="replace a result that is there")
    run.add_argument("--note", help="words for the provenance, such as where the data come from")
    return parser


if __name__ == "__main__":
    sys.exit(main())
