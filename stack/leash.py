"""Run a program that cannot outlive its parent.

    leash.py SIGNAL PARENT UID GID NICE FOLDER PROGRAM [ARG]...

Started as a file, by itself, before any of our code. It enters the folder, gives way to others by
NICE, becomes the unprivileged user if one is named (-1 is: stay), asks the kernel (Linux) to send
SIGNAL when the parent dies, even by kill -9, and turns into the program.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Become the program."""
    signal, parent, uid, gid, nice = map(int, sys.argv[1:6])
    os.umask(0o077)
    os.chdir(sys.argv[6])
    os.nice(nice)
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":  # after the change of user, which would clear it
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)
        if os.getppid() != parent:
            sys.exit("the parent is gone")
    os.execv(sys.argv[7], sys.argv[7:])


if __name__ == "__main__":
    main()
