"""Makes words.txt: every fourth of the words of four to eight small letters in Debian's list of American English
(apt-get install wamerican; version 2020.12.07-2), in its order.

    python3 experiments/texts/words.py > experiments/texts/words.txt
"""

import re
import sys

path = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/dict/words"
with open(path, encoding="utf-8") as file:
    words = [word for word in file.read().split("\n") if re.fullmatch("[a-z]{4,8}", word)]
print("\n".join(words[::4]))
