"""Makes loans.csv: a table of made-up loans whose columns depend on each other, with every kind of column that a table
can have.

    python3 experiments/tables/loans.py > experiments/tables/loans.csv
"""

import datetime
import math
import random

draw = random.Random(7)
print("date,age,region,education,income,homeowner,amount,months,rate,score,defaulted")
regions = ["north", "south", "east", "west", "islands"]
education = ["school", "college", "bachelor", "master", "doctorate"]
for _ in range(3000):
    age = int(min(85, max(18, draw.gauss(34, 9) if draw.random() < 0.7 else draw.gauss(58, 8))))
    region = draw.choices(regions, [40, 25, 20, 12, 3])[0]
    level = draw.choices(range(5), [30, 28, 27, 12, 3] if age > 24 else [55, 40, 5, 0, 0])[0]
    income = round(math.exp(draw.gauss(10.1 + 0.17 * level + 0.006 * (age - 18), 0.35)), -2)
    homeowner = draw.random() < 1 / (1 + math.exp(-(age - 45) / 10 - (income - 40000) / 40000))
    months = draw.choices([12, 24, 36, 60, 120], [25, 30, 25, 15, 5 if homeowner else 1])[0]
    amount = round(income * draw.uniform(0.05, 0.1) * (months / 12) ** 0.6 * (2 if homeowner else 1), -1)
    score = "" if draw.random() < 0.12 else int(min(850, max(300, draw.gauss(560 + income / 700 + 2 * (age - 30) / 3, 55))))
    risk = 0.02 + 0.25 * amount / income + (0.08 if score == "" else (650 - score) / 3000)
    defaulted = draw.random() < max(0.01, risk)
    rate = round(2.5 + 20 * max(0.01, risk) + draw.gauss(0, 0.4), 2)
    day = datetime.date(2021, 1, 1) + datetime.timedelta(days=int(1460 * draw.random() ** 0.7))
    print(f"{day},{age},{region},{education[level]},{income:.0f},{'yes' if homeowner else 'no'},{amount:.0f},{months},"
          f"{rate:.2f},{score},{defaulted}")
