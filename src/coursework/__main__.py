"""The three commands of the teacher: build the forms of a set, prove its grader, grade submissions."""

import importlib
import os
import sys

COMMANDS = {
    "build": ("coursework.build", "write student, solution, teacher's and grader's forms of the sets"),
    "prove": ("coursework.prove", "show that the grader tells right from wrong"),
    "grade": ("coursework.grade", "mark a folder of submissions"),
}


def main(argv: list[str]) -> int:
    """Hand the arguments to a command, which is imported only then."""
    if not argv or argv[0] not in COMMANDS:
        lines = [f"  {name:6} {what}" for name, (_, what) in COMMANDS.items()]
        print("usage: python -m coursework COMMAND ...\n" + "\n".join(lines), file=sys.stderr)
        return 0 if argv in (["-h"], ["--help"]) else 2
    if argv[0] == "grade" and sys.platform == "win32":
        print("Grading needs Linux; on Windows use the Windows Subsystem for Linux (WSL 2).", file=sys.stderr)
        return 2
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # before NumPy: submissions are what runs side by side
    return importlib.import_module(COMMANDS[argv[0]][0]).main(argv[1:]) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
