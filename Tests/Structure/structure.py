#!/usr/bin/env python3
"""The project's structure: which module imports which, and which files of a module name each other in a circle.

    python3 Tests/Structure/structure.py            prints both
    python3 Tests/Structure/structure.py --check    fails where a rule is broken, and says where

The rules: a module imports only what Package.swift declares for it; no files of a module need each other in a circle;
`try?` swallows no error but in Configuration, which asks what a piece of a file reads as and tells of it where it is
decoded; no line without a string is longer than 120 columns; the pages for developers name files that exist.

Circles are found by names: a file that mentions a type, function or constant declared at the top level of another one
needs it. Those between a registry (the list of entries) and its entries are meant, and not printed.
"""
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIMIT = 120
# Modules that come with Swift.
SYSTEM = {"Dispatch", "Foundation", "Glibc", "Swift", "Synchronization", "Testing", "XCTest"}

DECLARATION = re.compile(
    r"(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|internal|package|final|indirect|nonisolated\(unsafe\))\s+)*"
    r"(?:struct|class|enum|protocol|actor|typealias|func|let|var)\s+(\w+)", re.M)
LISTED = re.compile(r"\b(?:all\b[^=\n]*=\s*|registry\s*=\s*Registry<[^(]*\([^\[)]*)\[([^\]]*)\]")
IMPORT = re.compile(r"^(?:@\w+\s+)?(?:\w+\s+)?import\s+(?:(?:struct|class|enum|func|var|let)\s+)?(\w+)", re.M)


def targets():
    """The targets of Package.swift: name, folder and dependencies."""
    text = subprocess.run(["swift", "package", "--ignore-lock", "describe", "--type", "json"], cwd=ROOT, check=True,
                          capture_output=True, text=True).stdout
    return [(t["name"], os.path.join(ROOT, t["path"]),
             set(t.get("target_dependencies", [])) | set(t.get("product_dependencies", [])))
            for t in json.loads(text)["targets"]]


def swift_files(folder):
    """Every Swift file below a folder, by its path there."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".swift"):
                path = os.path.join(parent, name)
                with open(path, encoding="utf-8") as file:
                    found[os.path.relpath(path, folder)] = file.read()
    return found


def code(text):
    """The text without comments and what stands in strings."""
    text = re.sub(r'"""(?:[^"\\]|\\.|"(?!""))*"""', '""', text, flags=re.S)
    text = re.sub(r"//[^\n]*", "", text)
    return re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)


def circles(files):
    """Groups of files that need each other, each with who names whom; without registries and their entries."""
    files = {path: code(text) for path, text in files.items()}
    owner = {}
    for path, text in files.items():
        for line in text.split("\n"):
            if match := DECLARATION.match(line):
                owner.setdefault(match[1], path)
    needs = {path: {owner[word] for word in re.findall(r"(?<![.\w])[A-Za-z_]\w*", text)
                    if owner.get(word, path) != path} for path, text in files.items()}
    # A registry names its entries in one list and they conform to its protocol: those arrows back are meant.
    for path, text in files.items():
        entries = {owner[name] for listed in LISTED.findall(text)
                   for name in re.findall(r"(\w+)\.self", listed) if name in owner}
        needs[path] -= entries

    order, low, stack, groups = {}, {}, [], []

    def visit(path):
        order[path] = low[path] = len(order)
        stack.append(path)
        for other in needs[path]:
            if other not in order:
                visit(other)
                low[path] = min(low[path], low[other])
            elif other in stack:
                low[path] = min(low[path], order[other])
        if low[path] == order[path]:
            group = []
            while not group or group[-1] != path:
                group.append(stack.pop())
            if len(group) > 1:
                groups.append({p: sorted(needs[p] & set(group)) for p in sorted(group)})

    sys.setrecursionlimit(10_000)
    for path in files:
        if path not in order:
            visit(path)
    return groups


def long_lines(path):
    """The numbers of lines over the limit, but for strings: a text that can be found as a user sees it is worth more."""
    inside = False
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            quotes = line.count('"""')
            if len(line.rstrip("\n")) > LIMIT and not inside and '"' not in line:
                yield number
            if path.endswith(".swift") and quotes % 2:
                inside = not inside


def main():
    check = "--check" in sys.argv[1:]
    problems = []
    for name, folder, dependencies in targets():
        files = swift_files(folder)
        imports = {path: set(IMPORT.findall(code(text))) for path, text in files.items()}
        used = set().union(*imports.values()) - SYSTEM - {name}
        for path, modules in sorted(imports.items()):
            for module in sorted(modules - SYSTEM - dependencies - {name}):
                problems.append(f"{os.path.relpath(os.path.join(folder, path), ROOT)}: imports {module}, "
                                f"which Package.swift does not declare for {name}")
        if not check and files:
            print(f"{name}: {', '.join(sorted(used)) or 'nothing'}")
        is_program = folder.startswith(os.path.join(ROOT, "Sources"))
        for path, text in sorted(files.items()):
            if is_program and name != "Configuration" and re.search(r"\btry\?", code(text)):
                problems.append(f"{os.path.relpath(os.path.join(folder, path), ROOT)}: swallows an error: try?")
        for group in circles(files):
            if is_program:
                problems.append(f"{name}: files in a circle: {', '.join(group)}")
            elif not check:
                for path, others in group.items():
                    print(f"    circle: {path} -> {', '.join(others)}")
    for folder in ("Sources", "Tests", ".ci", "findings"):
        for parent, folders, names in os.walk(os.path.join(ROOT, folder)):
            folders[:] = [f for f in folders if f != "__pycache__"]
            for name in names:
                if name.endswith((".swift", ".py", ".sh")) or folder == ".ci":
                    path = os.path.join(parent, name)
                    problems += [f"{os.path.relpath(path, ROOT)}:{n}: longer than {LIMIT} columns"
                                 for n in long_lines(path)]
    names = {name for _, _, found in os.walk(ROOT + "/Sources") for name in found}
    names |= {name for _, _, found in os.walk(ROOT + "/Tests") for name in found}
    for page in ("Sources/README.md", ".github/CONTRIBUTING.md"):
        with open(os.path.join(ROOT, page), encoding="utf-8") as file:
            for path in re.findall(r"[\w./+-]+\.(?:swift|py)\b", file.read()):
                if os.path.basename(path) not in names and path != "Package.swift":
                    problems.append(f"{page}: names {path}, which does not exist")
    for problem in problems:
        print(problem, file=sys.stderr)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
