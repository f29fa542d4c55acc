"""A sweep as a whole: the wall time of many runs in Saddle against a few in one JAX process, imports, compilation, files
and all. README.md says more, --help with what."""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def saddle(options):
    """Seconds of `saddle run`, from the start of the process to its end, with everything that it writes."""
    with tempfile.TemporaryDirectory() as folder:
        settings = [f"sweep.seeds={options.runs}", f"training.iterations={options.iterations}",
                    "evaluation.critic.iterations=0"]
        command = [options.saddle, "run", options.file, "--quiet", "--results", folder,
                   "--threads", str(options.threads), "--jobs", str(options.jobs)]
        for setting in settings:
            command += ["--set", setting]
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start


def jax(options):
    """Seconds of a JAX process that builds, compiles and runs one GAN after another, and those of its parts."""
    command = [sys.executable, __file__, "--peer", options.file, "--peer-runs", str(options.peer_runs),
               "--iterations", str(options.iterations)]
    start = time.perf_counter()
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return {"wall": time.perf_counter() - start, **json.loads(output)}


def peer(options):
    import experiment
    import jax_peer

    spec = experiment.read(options.file)
    compiling = running = 0.0
    for _ in range(options.peer_runs):
        start = time.perf_counter()
        iterate, finish = jax_peer.iteration(spec)
        iterate()
        finish()
        compiled = time.perf_counter()
        for _ in range(options.iterations - 1):
            iterate()
        finish()
        compiling += compiled - start
        running += time.perf_counter() - compiled
    print(json.dumps({"compiling": compiling, "running": running}))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", default=str(ROOT / "experiments/benchmarks/ring.yaml"))
    parser.add_argument("--saddle", default=str(ROOT / ".build/release/saddle"), help="the program (release build)")
    parser.add_argument("--runs", type=int, default=24, help="of Saddle's sweep")
    parser.add_argument("--peer-runs", type=int, default=6, help="of the JAX process")
    parser.add_argument("--iterations", type=int, default=2000, help="of a run")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)), help="Saddle's runs side by side")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        return peer(options)
    # For both alike: JAX takes as many threads as it sees cores.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:options.threads])
    ratios = []
    for number in range(1, options.rounds + 1):
        ours, theirs = saddle(options), jax(options)
        ratios.append(ours / theirs["wall"])
        print(f"round {number}: {options.runs} runs in Saddle {ours:.1f} s; {options.peer_runs} in JAX"
              f" {theirs['wall']:.1f} s ({theirs['compiling']:.1f} s building and compiling,"
              f" {theirs['running']:.1f} s running); ratio {ratios[-1]:.2f}", flush=True)
    print(f"median ratio {statistics.median(ratios):.2f}")


main()
