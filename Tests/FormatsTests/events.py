#!/usr/bin/env python3
"""What TensorBoard's own reader finds in the event files of an experiment.

    python3 -m venv venv && venv/bin/pip install tensorboard==2.20.0 "setuptools<81"
    saddle run experiments/quickstart.yaml --set output.tensorboard=true
    venv/bin/python Tests/FormatsTests/events.py results/quickstart

Fails where a run lacks a scalar, a picture, the discriminator's histograms or its settings, or a
scalar is not that of metrics.csv.
"""
import csv, glob, os, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import plugin_data_pb2

files = sorted(glob.glob(os.path.join(sys.argv[1], "*", "events.out.tfevents.*")))
for path in files:
    folder = os.path.dirname(path)
    events = EventAccumulator(folder, size_guidance={"scalars": 0, "images": 0, "histograms": 0}).Reload()
    tags = events.Tags()
    with open(os.path.join(folder, "metrics.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    read = {event.step: event.value for event in events.Scalars("accuracy")}
    for row in rows:
        assert abs(read[int(row["iteration"])] - float(row["accuracy"])) < 1e-6, row["iteration"]
    assert tags["images"] == ["samples"], tags["images"]
    for kind in ["real", "generated"]:
        (event,) = events.Histograms(f"discriminator_output/{kind}")
        histogram = event.histogram_value
        assert event.step == int(rows[-1]["iteration"]) and histogram.num == sum(histogram.bucket) > 0, histogram
        assert histogram.min <= histogram.sum / histogram.num <= histogram.max, histogram
    content = events.SummaryMetadata("_hparams_/session_start_info").plugin_data.content
    start = plugin_data_pb2.HParamsPluginData.FromString(content).session_start_info
    settings = {key: value.string_value or value.number_value for key, value in start.hparams.items()}
    assert settings["verdict"], settings
    print(f"{os.path.basename(folder)}: {len(tags['scalars'])} scalars of {len(rows)} steps, "
          f"{len(events.Images('samples'))} pictures, {settings}")
assert files, "no event files"
