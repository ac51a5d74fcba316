"""How much memory the processes of a student hold together; limits of one process do not bound many."""

from __future__ import annotations

import os


def below(pid: int) -> list[int]:
    """List the processes below one, at any depth.

    Args:
        pid: of the process.

    Returns:
        Their numbers; [] where the kernel does not tell (or is not Linux).

    Source: proc(5), /proc/PID/task/TID/children. Orphans inside a sandbox stay below its first process.

    >>> os.getpid() in below(os.getppid()) or not os.path.exists("/proc/self/task")
    True
    """
    found, todo = [], [pid]
    while todo:
        begun = children(todo.pop())
        found += begun
        todo += begun
    return found


def children(pid: int) -> list[int]:
    """List the processes that one has started and not yet waited for.

    Args:
        pid: of the process.

    Returns:
        Their numbers, which nobody else can get before it waits for them.

    Source: see ``below``.

    >>> os.getpid() in children(os.getppid()) or not os.path.exists("/proc/self/task")
    True
    """
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []
    return [child for thread in threads for child in _numbers(f"/proc/{pid}/task/{thread}/children")]


def held(pids: list[int]) -> int:
    """Add up the memory that processes hold; what they share is counted for each.

    Args:
        pids: of the processes.

    Returns:
        Bytes.

    Source: proc(5), the second number of /proc/PID/statm.

    >>> held([os.getpid()]) > 0 or not os.path.exists("/proc/self/statm")
    True
    """
    page = os.sysconf("SC_PAGE_SIZE")
    return page * sum((_numbers(f"/proc/{pid}/statm") or [0, 0])[1] for pid in pids)


def _numbers(path: str) -> list[int]:
    try:
        with open(path, encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except (OSError, ValueError):
        return []
