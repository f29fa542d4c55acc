#!/usr/bin/env python3
"""A spreadsheet on the CSV files that saddle writes: LibreOffice Calc must see numbers where they are, and the same.

    python3 Tests/Readers/spreadsheet.py .build/release/saddle

LibreOffice opens each file as it does by a double click (comma, quotes, UTF-8) and saves it as .xlsx, whose cells are
held against those of Python's csv: every cell that is a number is one there, with 15 digits at least, every text is
the same text, and no cell is missing. The files are the tables of the reference results, and rows that a small run on
numbers, dates, categories and missing cells gives. Where there is no LibreOffice nothing is tested, and a line says so.
apt-get install libreoffice-calc
"""
import csv
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from xml.etree import ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def column(reference):
    """Of a cell such as AB12, from 0."""
    number = 0
    for letter in re.match("[A-Z]+", reference)[0]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def cells(path):
    """Rows of an .xlsx file: a text, a number, a truth value or nothing in each cell."""
    with zipfile.ZipFile(path) as archive:
        texts = ["".join(item.itertext()) for item in
                 ElementTree.fromstring(archive.read("xl/sharedStrings.xml")).findall("x:si", SPACE)]
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iterfind("x:sheetData/x:row", SPACE):
        found = {}
        for cell in row.iterfind("x:c", SPACE):
            value = cell.find("x:v", SPACE)
            if value is not None:
                kind = cell.get("t", "n")
                found[column(cell.get("r"))] = (texts[int(value.text)] if kind == "s" else
                                                value.text == "1" if kind == "b" else float(value.text))
        rows.append(found)
    return rows


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def difference(text, cell):
    """What is wrong with a cell; nil where nothing is."""
    value = number(text)
    if text == "":
        return None if cell is None else f"'{cell}' where nothing is"
    if value is not None:
        if not isinstance(cell, float):
            return f"{text} is no number but {cell!r}"
        return None if abs(cell - value) <= 1e-14 * abs(value) else f"{text} became {cell!r}"
    if text in ("True", "False", "true", "false") and isinstance(cell, bool):
        return None if cell == (text.lower() == "true") else f"{text} became {cell}"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text) and isinstance(cell, float):
        import datetime
        day = (datetime.date.fromisoformat(text) - datetime.date(1899, 12, 30)).days
        return None if cell == day else f"{text} became day {cell}"
    return None if cell == text else f"'{text}' became {cell!r}"


def opened(path, folder):
    """The rows as LibreOffice has them."""
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
                    "--infilter=CSV:44,34,UTF8", "--convert-to", "xlsx", "--outdir", folder, path],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
    return cells(f"{folder}/{os.path.basename(path)[:-4]}.xlsx")


def sampled(program, folder):
    """A CSV file of rows that a small run gives."""
    with open(f"{folder}/loans.yaml", "w") as file:
        file.write(f"""name: loans
data: {{dataset: table, path: {ROOT}/experiments/tables/loans.csv}}
noise: {{dimension: 4}}
generator: {{layers: [dense: 16, relu, table]}}
discriminator: {{layers: [dense: 16, relu, dense: 1]}}
training: {{iterations: 10}}
evaluation: {{every: 10, critic: {{iterations: 10}}}}
""")
    subprocess.run([program, "run", "loans.yaml", "-q"], check=True, cwd=folder, capture_output=True)
    run = glob.glob(f"{folder}/results/loans/*/")[0]
    subprocess.run([program, "sample", run, "--count", "300", "--output", "rows.csv"], check=True, cwd=folder)
    return f"{folder}/rows.csv"


def main():
    if not shutil.which("soffice"):
        print("no LibreOffice here: nothing was opened (apt-get install libreoffice-calc)")
        return 0
    print(subprocess.run(["soffice", "--version"], capture_output=True, text=True).stdout.strip())
    reference = f"{ROOT}/results/reference/quickstart"
    run = sorted(glob.glob(f"{reference}/*/"))[0]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        paths = [sampled(os.path.abspath(sys.argv[1]), folder)] + [f"{reference}/{n}.csv" for n in ("runs", "metrics")]
        for path in paths + sorted(glob.glob(f"{run}*.csv")):
            with open(path, newline="", encoding="utf-8") as file:
                rows = list(csv.reader(file))
            found = opened(path, folder)
            problems = [] if len(found) == len(rows) else [f"{len(rows)} rows became {len(found)}"]
            for line, (row, seen) in enumerate(zip(rows, found), 1):
                for place, text in enumerate(row):
                    if problem := difference(text, seen.get(place)):
                        problems.append(f"line {line}, '{rows[0][place]}': {problem}")
            wrong += bool(problems)
            numbers = sum(number(text) is not None for row in rows for text in row)
            name = os.path.relpath(path, folder if path.startswith(folder) else ROOT)
            print(f"{'DIFFERS' if problems else 'reads the same'}  {len(rows) - 1} rows, {numbers} numbers  {name}")
            for problem in problems[:5]:
                print(f"    {problem}")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
