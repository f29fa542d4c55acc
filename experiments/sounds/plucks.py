"""Makes plucks.wav: 400 plucked strings of 512 samples at 4000 Hz, one after another, by the algorithm of Karplus and
Strong (1983): a burst of noise goes round a delay line, and each time round it is averaged with what came before.

    python3 experiments/sounds/plucks.py experiments/sounds/plucks.wav
"""

import random
import sys
import wave

draw = random.Random(3)
LENGTH, RATE = 512, 4000
# A scale of five notes from 110 Hz.
NOTES = [110 * 2 ** (step / 12) for step in (0, 3, 5, 7, 10, 12, 15, 17)]
samples = []
for _ in range(400):
    period = round(RATE / draw.choice(NOTES) - 0.5)
    line = [draw.uniform(-1, 1) for _ in range(period)]
    peak, loudness, damping = max(map(abs, line)), draw.uniform(0.5, 0.95), draw.uniform(0.97, 0.995)
    for i in range(LENGTH):
        value = line[i % period]
        line[i % period] = damping * (value + line[(i + 1) % period]) / 2
        samples.append(128 + round(127 * loudness * value / peak))
with wave.open(sys.argv[1], "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(1)
    file.setframerate(RATE)
    file.writeframes(bytes(samples))
