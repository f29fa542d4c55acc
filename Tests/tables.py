"""Tables of pages that programs make again."""


def replace(path, text):
    """Puts text, whole lines, between the comments `<!-- table -->` and `<!-- end -->` of a page."""
    begin, end = "<!-- table -->\n", "<!-- end -->\n"
    with open(path) as file:
        old = file.read()
    with open(path, "w") as file:
        file.write(old[: old.index(begin) + len(begin)] + text + old[old.index(end):])
