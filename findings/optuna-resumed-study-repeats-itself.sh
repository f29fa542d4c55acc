#!/usr/bin/env bash
# optuna 5.0.0: a study that is resumed with the same seeded sampler draws the same points again.
#
# A good guess: the sampler's seed belongs to the study, so five trials and then five more are the ten trials of an
# uninterrupted study. Seen: the generator starts over with the process, and the "new" trials repeat the first ones to
# the last digit; nothing warns. And one more parameter in the objective changes the draws of all the others.
#   in one go        0.5488 0.7152 0.6028 0.5449
#   2, then 2 more   0.5488 0.7152 0.5488 0.7152
#   with parameter b 0.5488 0.6028 0.4237 0.4376
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    optuna==5.0.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import optuna
from optuna.samplers import RandomSampler

optuna.logging.set_verbosity(optuna.logging.ERROR)

def one(trial):
    return trial.suggest_float("a", 0, 1)

def two(trial):
    trial.suggest_float("a", 0, 1)
    return trial.suggest_float("b", 0, 1)

def draws(study):
    return [round(trial.params["a"], 4) for trial in study.trials]

whole = optuna.create_study(sampler=RandomSampler(seed=0))
whole.optimize(one, n_trials=4)

storage = "sqlite:///study.db"
first = optuna.create_study(storage=storage, study_name="resumed", sampler=RandomSampler(seed=0))
first.optimize(one, n_trials=2)
resumed = optuna.load_study(storage=storage, study_name="resumed", sampler=RandomSampler(seed=0))
resumed.optimize(one, n_trials=2)

wider = optuna.create_study(sampler=RandomSampler(seed=0))
wider.optimize(two, n_trials=4)

print("in one go       ", *draws(whole))
print("2, then 2 more  ", *draws(resumed))
print("with parameter b", *draws(wider))
assert len(set(draws(whole))) == 4
assert draws(resumed) == draws(whole)[:2] * 2
assert draws(wider)[0] == draws(whole)[0] and draws(wider)[1:] != draws(whole)[1:]
PYTHON
