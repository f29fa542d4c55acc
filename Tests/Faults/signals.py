"""Sends signals at random moments, then lets the program finish; and starts it twice at once."""

import random
import signal
import subprocess
import time

from place import Place, difference

SIGNALS = {"INT": (130,), "TERM": (143,), "HUP": (143,), "KILL": (-9,), "USR1": ()}
LONGEST = 2.0


def outcome(saddle, whole, name, number, duration):
    """Up to six times in a row, at moments that `number` gives."""
    moments = random.Random(f"{name} {number}")
    with Place(saddle) as place:
        for _ in range(6):
            program = place.start()
            time.sleep(moments.uniform(0.02, duration))
            sent = time.monotonic()
            program.send_signal(getattr(signal, "SIG" + name))
            try:
                status = program.wait(timeout=60)
            except subprocess.TimeoutExpired:
                program.kill()
                return "hangs", "it did not end"
            took = time.monotonic() - sent
            # Before the program listens, a signal ends it as it ends any.
            early = -getattr(signal, "SIG" + name)
            if status == 0:
                wrong = difference(place.files(), whole)
                if wrong:
                    return "silent", wrong
                break
            if status not in (*SIGNALS[name], early):
                return "crash", f"exit {status}"
            if name != "USR1" and took > LONGEST:
                return "late", f"it took {took:.1f} s to leave"
        return place.afterwards(whole) or ("continued", None)


def two_at_once(saddle, whole, number):
    with Place(saddle) as place:
        programs = [place.start(), place.start()]
        statuses = sorted(program.wait(timeout=60) for program in programs)
        # Both may train, one after the other, where the second came late.
        if statuses not in ([0, 0], [0, 1]):
            return "crash", f"exit {statuses}"
        wrong = difference(place.files(), whole)
        return ("silent", wrong) if wrong else ("continued", None)
