"""Fails each system call that the program makes on its results, one at a time, and looks at what is left."""

import re
import subprocess

from place import Place, difference

CALLS = ["openat", "read", "write", "rename", "fsync", "unlink", "getdents64", "mkdir", "rmdir", "newfstatat"]
ERRORS = {
    "openat": ["EIO", "EMFILE", "ENOSPC"], "write": ["EIO", "ENOSPC"], "rename": ["EIO", "ENOSPC"],
    "fsync": ["EIO", "ENOSPC"], "mkdir": ["EIO", "ENOSPC"],
}
LINE = re.compile(r"^(\d+)\s+(\w+)\((.*)$")


def strace(*options):
    return ["strace", "-f", "-qq", *options]


def points(saddle, start):
    """Every call on a path below `results`: (call, path, which one of a thread's calls on the path)."""
    with Place(saddle, start) as place:
        log = f"{place.path}/trace"
        place.run(before=strace("-y", "-s", "0", "-o", log, "-e", "trace=" + ",".join(CALLS)))
        counts, found = {}, set()
        with open(log) as lines:
            for line in lines:
                match = LINE.match(line)
                if not match or match[2] not in CALLS:
                    continue
                thread, call, rest = match.groups()
                path = place_path(call, rest, place.path)
                if path is None:
                    continue
                key = (thread, call, path)
                counts[key] = counts.get(key, 0) + 1
                found.add((call, path, counts[key]))
        return sorted(found)


def place_path(call, rest, top):
    """The path that a call is about, from the place's folder; None where it is none of the results."""
    names = re.findall(r'"([^"]*)"', rest.split(" = ")[0])
    if names:
        path = names[0]
    else:
        open_file = re.match(r"\d+<([^>]*)>", rest)
        if not open_file or not open_file[1].startswith(top + "/"):
            return None
        path = open_file[1][len(top) + 1:]
    return path if path == "results" or path.startswith("results/") else None


def outcome(saddle, start, whole, point, fault):
    """-> what came of the fault, and a line on what is wrong (None where nothing is)."""
    call, path, number = point
    with Place(saddle, start) as place:
        before = place.progress()
        what = "signal=KILL" if fault == "KILL" else f"error={fault}"
        inject = ["-P", path, "-P", f"{place.path}/{path}", "-e", f"trace={call}", "-o", "/dev/null"]
        try:
            status, text = place.run(
                before=strace(*inject, "-e", f"inject={call}:{what}:when={number}"))
        except subprocess.TimeoutExpired:
            return "hangs", "it did not end"
        wrong = difference(place.files(), whole)
        if status == 0 and wrong:
            return "silent", wrong
        after = place.progress()
        # What a fault may cost is work since the last checkpoint.
        for run, iteration in before.items():
            if after.get(run, -1) < iteration and run not in text:
                return "lost", f"{run} was at {iteration}, is at {after.get(run)}"
        bad = place.afterwards(whole)
        if bad:
            return bad
        if status == 0:
            return "unharmed", None
        if status > 1 and fault != "KILL":
            return "crash", f"exit {status}: {text[-200:]}"
        if fault != "KILL" and path.split("/")[-1].removesuffix(".tmp") not in text:
            return "unnamed", f"the error does not name the path: {text[-200:]}"
        return "told" if fault != "KILL" else "continued", None


def faults(call):
    return [*ERRORS.get(call, ["EIO"]), "KILL"]
