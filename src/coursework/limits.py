"""What one submission may use, as data: every limit in one place, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """Limits of one submission.

    Args:
        boot_seconds: wall time in which all cells of the notebook must have run.
        cell_seconds: after which one cell is stopped and the next one runs; kindness, not protection.
        wall_seconds: for the submission in all, its marking included.
        check_seconds: wall time of one check, the marker's own work included.
        cpu_seconds: of each process of the student.
        memory: bytes of address space of each process (PyTorch maps 0.7 GB when it is imported).
        all_memory: bytes held by all processes of the student together.
        file_bytes: of each file that is written, and of everything written together.
        processes: processes and threads together.
        descriptors: open files of each process.
        reply_bytes: of one answer.
        numbers: entries of one array.
        text_characters: of one written answer.
        notebook_bytes: of the file that is handed in, pictures included.
        slack_seconds: between the student's own alarm and the end of his process.

    Source: measured on the book's own notebooks; see the guide for teachers.

    >>> Limits().processes
    64
    """

    boot_seconds: float = 120
    cell_seconds: float = 60
    wall_seconds: float = 600
    check_seconds: float = 120
    cpu_seconds: int = 300
    memory: int = 3072 * MEGABYTE
    all_memory: int = 3072 * MEGABYTE
    file_bytes: int = 32 * MEGABYTE
    processes: int = 64
    descriptors: int = 128
    reply_bytes: int = 8 * MEGABYTE
    numbers: int = 300_000
    text_characters: int = 20_000
    notebook_bytes: int = 20 * MEGABYTE
    slack_seconds: float = 2.0
