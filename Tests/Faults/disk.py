"""Trains on a disk that is too small, then makes it larger and lets the program go on. Needs the right to mount."""

import os
import subprocess
import tempfile

from place import RUN, Place, difference

STEP = 8
LARGE = "64m"


def can_mount():
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() != 0 or mount(folder, "64k") != 0:
            return False
        return subprocess.run(["umount", folder]).returncode == 0


def mount(folder, size, *more):
    command = ["mount", "-t", "tmpfs", "-o", ",".join([f"size={size}", *more]), "tmpfs", folder]
    return subprocess.run(command, stderr=subprocess.DEVNULL).returncode


def sizes(whole):
    """In kB: from nothing to what all results take, a page of 4 kB for each end of a file."""
    return range(STEP, sum(len(content) // 1024 + 4 for content in whole.values()) + STEP, STEP)


def outcome(saddle, whole, size):
    with Place(saddle) as place:
        results = f"{place.path}/results"
        os.mkdir(results)
        if mount(results, f"{size}k") != 0:
            return "crash", "tmpfs could not be mounted"
        try:
            status, text = place.run(RUN)
            if status == 0:
                wrong = difference(place.files(), whole)
                return ("silent", wrong) if wrong else ("unharmed", None)
            if status != 1:
                return "crash", f"exit {status}: {text[-200:]}"
            if "results/" not in text:
                return "unnamed", text[-200:]
            mount(results, LARGE, "remount")
            return place.afterwards(whole) or ("told", None)
        finally:
            subprocess.run(["umount", results])
