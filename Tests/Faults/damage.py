"""Damages each file in turn, in six ways, and looks at what `saddle run` makes of it."""

import os

from place import RUN, Place, difference

WAYS = {
    "removed": None,
    "emptied": lambda old: b"",
    "cut in half": lambda old: old[: len(old) // 2],
    "a bit": lambda old: old[: len(old) // 2] + bytes([old[len(old) // 2] ^ 1]) + old[len(old) // 2 + 1:],
    "zeros": lambda old: bytes(len(old)),
    "longer": lambda old: old + b"x",
}


def outcome(saddle, start, whole, name, way):
    with Place(saddle, start) as place:
        path = f"{place.path}/results/{name}"
        with open(path, "rb") as file:
            old = file.read()
        if not old and way not in ("removed", "longer"):
            return "unharmed", None
        if WAYS[way] is None:
            os.remove(path)
        else:
            with open(path, "wb") as file:
                file.write(WAYS[way](old))
        status, text = place.run(RUN)
        wrong = difference(place.files(), whole)
        if status == 0 and wrong:
            return ("foreign" if wrong.endswith("left behind") else "silent"), wrong
        if status == 0:
            return "mended", None
        if status != 1:
            return "crash", f"exit {status}: {text[-200:]}"
        named = os.path.basename(name) in text
        return ("told", None) if named else ("unnamed", f"the error does not name the file: {text[-200:]}")
