"""A filter for system calls: closes what namespaces and process limits leave open.

Without it a program could hold memory that belongs to no process (shared segments, anonymous files), make
user namespaces of its own to reach more of the kernel, or speak protocols that know no network namespace.
The rules are handed to bubblewrap, which loads them as the last step before the program starts.
"""

from __future__ import annotations

import errno
import platform
import struct

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000
NEW_NAMESPACES = 0x7E020000  # the CLONE_NEW... flags
AF_UNIX = 1

# By machine: its audit number, clone, clone3, socket, and the calls that are refused outright.
NAMES = (
    "ptrace process_vm_readv process_vm_writev pidfd_getfd unshare setns mount umount2 pivot_root chroot "
    "move_mount open_tree fsopen fsmount mount_setattr memfd_create memfd_secret shmget shmat semget msgget "
    "mq_open add_key request_key keyctl bpf perf_event_open userfaultfd io_uring_setup io_uring_enter "
    "io_uring_register name_to_handle_at open_by_handle_at init_module finit_module kexec_load syslog "
    "personality fanotify_init quotactl acct"
).split()
_X86 = (
    "101 310 311 438 272 308 165 166 155 161 429 428 430 432 442 319 447 29 30 64 68 240 248 249 250 321 298 "
    "323 425 426 427 303 304 175 313 246 103 135 300 179 163"
)
_ARM = (
    "117 270 271 438 97 268 40 39 41 51 429 428 430 432 442 279 447 194 196 190 186 180 217 218 219 280 241 "
    "282 425 426 427 264 265 105 273 104 116 92 262 60 89"
)
MACHINES = {
    "x86_64": (0xC000003E, 56, 435, 41, [int(n) for n in _X86.split()]),
    "aarch64": (0xC00000B7, 220, 435, 198, [int(n) for n in _ARM.split()]),
}


def _refuse(reason: int) -> tuple:
    return (RETURN, 0, 0, REFUSE | reason)


def program(machine: str | None = None) -> bytes | None:
    """Write the filter in the kernel's form.

    Args:
        machine: such as "x86_64"; this one if None.

    Returns:
        The bytes for bubblewrap's ``--seccomp``; None for a machine whose call numbers are not listed.

    Source: seccomp(2), linux/filter.h; call numbers from the kernel's tables.

    >>> len(program("x86_64")) % 8, program("pdp11") is None
    (0, True)
    """
    known = MACHINES.get(machine or platform.machine())
    if known is None:
        return None
    audit, clone, clone3, socket, refused = known
    steps = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, audit), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    steps += [(AT_LEAST, 0, 1, 0x40000000), _refuse(errno.EPERM)]  # x86-64's second table of calls
    for number in refused:
        steps += [(EQUAL, 0, 1, number), _refuse(errno.EPERM)]
    # clone3 hides its flags behind a pointer; the C library falls back to clone when it is not there.
    steps += [(EQUAL, 0, 1, clone3), _refuse(errno.ENOSYS)]
    steps += [(EQUAL, 0, 3, clone), (LOAD, 0, 0, FIRST_ARGUMENT), (ANY_BIT, 0, 1, NEW_NAMESPACES)]
    steps += [_refuse(errno.EPERM), (LOAD, 0, 0, NUMBER)]
    steps += [(EQUAL, 0, 3, socket), (LOAD, 0, 0, FIRST_ARGUMENT), (EQUAL, 1, 0, AF_UNIX)]
    steps += [_refuse(errno.EAFNOSUPPORT), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
