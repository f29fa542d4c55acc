#!/usr/bin/env python3
"""The commands of the README's five minutes, word for word, in an empty folder: each must succeed.

    python3 Tests/Tutorial/tutorial.py .build/release/saddle [--short] [--keep FOLDER]

The first block of sh under "## Five minutes" is run by one shell that ends at the first failure. In it `saddle` is the
program given, and `xdg-open` looks whether the page is there and ends as a page does. --short has the experiment that
`saddle new` writes, and its critics, learn for some iterations, as the test TutorialTests does; --keep leaves the
results in a folder.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

SHORT = r"""#!/bin/sh
[ "$1" != report ] || exec "{program}" report "$2" --set evaluation.critic.iterations=20
"{program}" "$@" || exit
[ "$1" != new ] || sed -i -E \
    's/iterations: [0-9]+/iterations: 40/; s/every: [0-9]+, samples: [0-9]+/every: 20, critic: {iterations: 10}/' *.yaml
"""
PLAIN = """#!/bin/sh
exec "{program}" "$@"
"""
OPEN = """#!/bin/sh
tail -c 100 "$1" | grep -q '</html>' && echo "opened $1"
"""


def commands():
    with open(f"{ROOT}/README.md", encoding="utf-8") as file:
        section = file.read().split("\n## Five minutes\n")[1].split("\n## ")[0]
    return re.search(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)[1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--keep")
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    with tempfile.TemporaryDirectory() as own:
        tools, place = f"{own}/tools", os.path.abspath(options.keep) if options.keep else f"{own}/place"
        for folder in [tools, place]:
            os.makedirs(folder, exist_ok=True)
        for name, text in [("saddle", SHORT if options.short else PLAIN), ("xdg-open", OPEN)]:
            with open(f"{tools}/{name}", "w") as file:
                file.write(text.replace("{program}", program))
            os.chmod(f"{tools}/{name}", 0o755)
        environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}"}
        start = time.monotonic()
        # -v shows each command before what it prints.
        status = subprocess.run(["bash", "-e", "-v", "-c", commands()], cwd=place, env=environment,
                                stderr=subprocess.STDOUT).returncode
        print(f"\n{time.monotonic() - start:.0f} s, exit status {status}")
    return status


if __name__ == "__main__":
    sys.exit(main())
