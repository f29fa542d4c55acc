#!/usr/bin/env bash
# lightning 2.6.6: with a GAN's two optimizers a step is half a batch, and a checkpoint every 5 steps comes every 10.
#
# A good guess: max_steps=30 trains on 30 batches and every_n_train_steps=5 saves after 5, 10, 15. Seen: global_step
# counts calls of any optimizer's step(): 30 steps are 15 batches, and a checkpoint is looked for after a batch alone,
# so only multiples of both 5 and 2 are saved. The logger counts batches: one run has two axes called step, and the loss
# beside checkpoint step=10 is logged as step 4.
#   30 steps with two optimizers   15 batches
#   checkpoints every 5 steps      step=10 step=20 step=30
#   rows of metrics.csv            step 4, 9, 14
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-compile ${FINDINGS_CACHE:+--cache-dir "$FINDINGS_CACHE"} \
    lightning==2.6.6 torch==2.13.0 numpy==2.4.6
cd "$folder"
venv/bin/python - <<'PYTHON'
import csv
import logging
import os
import warnings
import torch
import lightning.pytorch as pl

warnings.filterwarnings("ignore")
logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)

class GAN(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.automatic_optimization = False
        self.generator, self.discriminator = torch.nn.Linear(2, 2), torch.nn.Linear(2, 1)
        self.batches = 0

    def configure_optimizers(self):
        return [torch.optim.Adam(network.parameters()) for network in (self.discriminator, self.generator)]

    def training_step(self, batch, index):
        self.batches += 1
        for sign, optimizer in zip((1, -1), self.optimizers()):
            optimizer.zero_grad()
            loss = sign * self.discriminator(self.generator(batch)).mean()
            self.manual_backward(loss)
            optimizer.step()
        self.log("loss", loss)

gan = GAN()
checkpoints = pl.callbacks.ModelCheckpoint("checkpoints", filename="{step}", every_n_train_steps=5, save_top_k=-1)
trainer = pl.Trainer(max_steps=30, callbacks=[checkpoints], logger=pl.loggers.CSVLogger("logs"), accelerator="cpu",
                     log_every_n_steps=5, enable_progress_bar=False, enable_model_summary=False)
trainer.fit(gan, torch.utils.data.DataLoader(torch.randn(100, 2), batch_size=1))
saved = sorted(os.listdir("checkpoints"))
logged = [int(row["step"]) for row in csv.DictReader(open(trainer.logger.log_dir + "/metrics.csv"))]
print("batches:", gan.batches)
print("checkpoints:", *saved)
print("steps of the log:", *logged)
assert trainer.global_step == 30 and gan.batches == 15
assert saved == ["step=10.ckpt", "step=20.ckpt", "step=30.ckpt"]
assert logged == [4, 9, 14]
PYTHON
