"""Pages in headless Chromium, at three widths, light and dark: python3 Tests/Pages/pages.py FOLDER PAGE...

Takes a picture of every page into FOLDER and fails where the console shows an error or the page is wider than its
window. Where there is no Chromium nothing is tested, and a line says so.
"""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WIDTHS = (400, 800, 1280)
PROBE = "<script>document.title += ' width ' + document.documentElement.scrollWidth</script>"


def browser():
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if path := shutil.which(name):
            return path
    return None


def look(chromium, page, width, dark, picture, profile):
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr",
             f"--user-data-dir={profile}", f"--window-size={width},1400", "--virtual-time-budget=2000"]
    if dark:
        flags.append("--blink-settings=preferredColorScheme=0")
    shown = subprocess.run([chromium, *flags, f"--screenshot={picture}", page.as_uri()],
                           capture_output=True, text=True, timeout=120)
    problems = [line for line in shown.stderr.splitlines()
                if "CONSOLE" in line and re.search(r"ERROR|Uncaught|error", line)]
    if not picture.exists():
        problems.append("no picture was taken")
    # Chromium's own windows are 500 wide at least: a frame is as narrow as it is told to be.
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "page.html"
        copy.write_text(page.read_text().replace("</body>", PROBE.replace(
            "document.title +=", "parent.document.title +=") + "</body>"))
        frame = Path(folder) / "frame.html"
        text = copy.read_text().replace("&", "&amp;").replace('"', "&quot;")
        frame.write_text(f'<title>frame</title><iframe style="border:0" width="{width}" height="900" srcdoc="{text}">'
                         "</iframe>")
        dumped = subprocess.run([chromium, *flags, "--dump-dom", frame.as_uri()],
                                capture_output=True, text=True, timeout=120).stdout
    found = re.search(r"<title>frame width (\d+)", dumped)
    if not found:
        problems.append("its width could not be measured")
    elif int(found[1]) > width:
        problems.append(f"it is {found[1]} wide")
    return problems


def main():
    folder, pages = Path(sys.argv[1]), [Path(page).resolve() for page in sys.argv[2:]]
    chromium = browser()
    if chromium is None:
        print("no Chromium here: pages were not looked at (apt-get install chromium)")
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with tempfile.TemporaryDirectory() as profile:
        for number, page in enumerate(pages):
            for width in WIDTHS:
                for dark in (False, True):
                    picture = folder / f"{number}-{width}-{'dark' if dark else 'light'}.png"
                    for problem in look(chromium, page, width, dark, picture, profile):
                        print(f"{page} at {width}: {problem}")
                        count += 1
    print(f"{len(pages)} pages at {len(WIDTHS)} widths, light and dark: {count or 'no'} problems")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
