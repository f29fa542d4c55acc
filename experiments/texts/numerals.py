"""Makes numerals.txt: the Roman numerals of 1 to 3999, in the order of their numbers.

    python3 experiments/texts/numerals.py > experiments/texts/numerals.txt
"""

SYMBOLS = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
           (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
for number in range(1, 4000):
    text = ""
    for value, symbol in SYMBOLS:
        while number >= value:
            text, number = text + symbol, number - value
    print(text)
