#!/usr/bin/env bash
# mlflow-skinny 3.17.2: a loss that became infinite is a finite number when it is read.
#
# A good guess: what log_metric stores comes back, or is refused. Seen: the database store writes the largest double for
# infinity: 1.7976931348623157e308 passes every test for a diverged run (isfinite), is drawn as a number, and the mean
# over five seeds, one of which diverged, is 3.6e307. NaN comes back as NaN. So it is in the run's latest metrics and in
# their history.
#   logged   read
#   inf      1.7976931348623157e+308
#   -inf     -1.7976931348623157e+308
#   nan      nan
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    mlflow-skinny==3.17.2 sqlalchemy==2.1.9 alembic==1.20.1 pandas==2.3.3 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import logging
import math
import mlflow

logging.disable(logging.CRITICAL)
mlflow.set_tracking_uri("sqlite:///runs.db")
with mlflow.start_run() as run:
    for name in ("inf", "-inf", "nan"):
        mlflow.log_metric(f"loss_{name.strip('-')}{len(name)}", float(name))
client = mlflow.MlflowClient()
read = client.get_run(run.info.run_id).data.metrics
history = {name: client.get_metric_history(run.info.run_id, name)[0].value for name in read}
print(read)
assert history["loss_inf3"] == read["loss_inf3"] == 1.7976931348623157e308 == -read["loss_inf4"]
assert math.isfinite(read["loss_inf3"]) and math.isnan(read["loss_nan3"])
PYTHON
