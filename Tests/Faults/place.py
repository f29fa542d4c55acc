"""A folder in which the program runs, and what is to be found in it."""

import os
import shutil
import subprocess
import tempfile

# Pictures of digits are drawn sooner than those of points, and judges are quick with few held-out samples: both make as
# good files.
EXPERIMENT = """\
name: tiny
data: {dataset: digits, held_out: 0.02}
noise: {dimension: 2}
generator: {layers: [dense: 64, tanh, reshape: [8, 8, 1]]}
discriminator: {layers: [flatten, dense: 1]}
training: {iterations: 12, batch_size: 4}
evaluation:
  every: 4
  samples: 20
  metrics: [nearest_training: {samples: 20}]
  critic: {every: 6, iterations: 10, batch_size: 8, samples: 40}
output: {samples_every: 6, checkpoint_every: 4, checkpoint_keep: 2, checkpoint_best: true}
sweep: {seeds: 2}
"""
RUN = ["run", "tiny.yaml", "--threads", "1"]


class Place:
    """Removed with all that is in it where the `with` ends."""

    def __init__(self, saddle, start=None):
        self.saddle, self.path = saddle, tempfile.mkdtemp(prefix="faults-")
        with open(f"{self.path}/tiny.yaml", "w") as file:
            file.write(EXPERIMENT)
        if start:
            shutil.copytree(start, f"{self.path}/results")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path)

    def run(self, arguments=RUN, before=(), limit=600):
        """The program in this folder, `before` being the command that starts it. -> exit status, all that it prints"""
        command = [*before, self.saddle, *arguments]
        done = subprocess.run(command, cwd=self.path, capture_output=True, text=True, timeout=limit)
        return done.returncode, done.stdout + done.stderr

    def start(self, arguments=RUN):
        return subprocess.Popen(
            [self.saddle, *arguments], cwd=self.path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def afterwards(self, whole):
        """The same command once more. -> what is wrong then, a kind and why; None where all is as it should be"""
        status, text = self.run(RUN)
        wrong = difference(self.files(), whole)
        if status == 0 and not wrong:
            return None
        kind = "foreign" if wrong and wrong.endswith("left behind") else "lost"
        return kind, f"{wrong}, exit {status}: {text[-200:]}"

    def files(self):
        """Contents by path below `results`, the clock left out."""
        files, top = {}, f"{self.path}/results"
        for folder, _, names in os.walk(top):
            for name in names:
                if name != "timing.csv":
                    with open(f"{folder}/{name}", "rb") as file:
                        files[os.path.relpath(f"{folder}/{name}", top)] = file.read()
        return files

    def progress(self):
        """The iteration of each run's last checkpoint."""
        last = {}
        for name in self.files():
            run, _, rest = name.partition("/checkpoints/iteration-")
            if rest.endswith(".safetensors"):
                last[run] = max(last.get(run, -1), int(rest.split(".")[0]))
        return last


class States:
    """The same sweep undisturbed and half finished; each a folder to start from."""

    def __init__(self, saddle):
        self.kept = []
        self.fresh = None
        self.finished, self.whole = self.keep(saddle)
        # At the third row of the first run's table; and without a word on how far it came.
        self.interrupted, files = self.keep(saddle, "INT")
        assert any(b'"interrupted"' in content for content in files.values()), "the run was not interrupted"
        self.killed, files = self.keep(saddle, "KILL")
        assert not any(name.endswith("status.json") for name in files), "the run was not killed"

    def keep(self, saddle, signal=None):
        with Place(saddle) as place:
            before = []
            if signal:
                # Above the runs lies a table of the same name.
                first = sorted(name for name in self.whole if name.endswith("metrics.csv") and name.count("/") == 2)[0]
                before = ["strace", "-f", "-qq", "-o", "/dev/null", "-P", f"{place.path}/results/{first}"]
                before += ["-e", "trace=write", "-e", f"inject=write:signal={signal}:when=3"]
            place.run(before=before)
            kept = tempfile.mkdtemp(prefix="faults-kept-")
            self.kept.append(kept)
            shutil.copytree(f"{place.path}/results", f"{kept}/results")
            return f"{kept}/results", place.files()

    def remove(self):
        for folder in self.kept:
            shutil.rmtree(folder)


def difference(files, whole):
    """What of the files is not as it should be, in words; None where all is."""
    for name in sorted(whole):
        if name not in files:
            return f"{name} is missing"
        if files[name] != whole[name]:
            return f"{name} differs"
    foreign = sorted(set(files) - set(whole))
    return f"{foreign[0]} is left behind" if foreign else None
