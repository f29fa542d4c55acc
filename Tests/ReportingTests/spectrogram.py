"""The decibels of SpectrogramTests.swift, by SciPy 1.17:

    python3 Tests/ReportingTests/spectrogram.py
"""

import numpy
import scipy.signal

i = numpy.arange(64)
sound = (0.5 * numpy.sin(0.7 * i) + 0.1 * numpy.cos(2.1 * i)).astype("float32")
window = scipy.signal.get_window("hann", 16)
_, _, values = scipy.signal.stft(sound, window=window, nperseg=16, noverlap=8, boundary=None, padded=False)
print(numpy.round(20 * numpy.log10(2 * numpy.abs(values)), 5).T.tolist()[::3])
