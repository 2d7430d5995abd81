"""Turns this process into another program: as another user, and not outliving its parent.

Run as a script, by path, so that it starts in milliseconds and needs nothing but the standard
library: `python -I -S launch.py [--user UID:GID] [--read-anywhere] SIGNAL COMMAND...`. SIGNAL is
what the program gets when its parent dies; only Linux can promise that, see prctl(2).
"""

import argparse
import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
LINUX_CAPABILITY_VERSION_3 = 0x20080522


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapabilitySet(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def _call(name: str, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc[name](*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def _become(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def _become_but_read_anywhere(uid: int, gid: int) -> None:
    """Become the user, yet pass folders closed to it (a clone under /root, say)."""
    _call("prctl", PR_SET_KEEPCAPS, 1, 0, 0, 0)
    _become(uid, gid)
    bit = 1 << CAP_DAC_OVERRIDE
    sets = (_CapabilitySet * 2)(_CapabilitySet(bit, bit, bit), _CapabilitySet(0, 0, 0))
    header = _CapabilityHeader(LINUX_CAPABILITY_VERSION_3, 0)
    _call("capset", ctypes.byref(header), sets)
    _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def main(arguments: list[str]) -> None:
    """Parse `arguments`, prepare the process, and replace it by the command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--user")
    parser.add_argument("--read-anywhere", action="store_true")
    parser.add_argument("signal", type=int)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args(arguments)
    parent = os.getppid()
    if given.user:
        uid, gid = (int(part) for part in given.user.split(":"))
        (_become_but_read_anywhere if given.read_anywhere else _become)(uid, gid)
    if sys.platform == "linux":
        _call("prctl", PR_SET_PDEATHSIG, given.signal, 0, 0, 0)
        if os.getppid() != parent:  # it died before the promise was made
            sys.exit(1)
    os.execv(given.command[0], given.command)  # noqa: S606 - the command is the caller's


if __name__ == "__main__":
    main(sys.argv[1:])
