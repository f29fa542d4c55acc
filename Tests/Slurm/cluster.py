#!/usr/bin/env python3
"""Trains a sweep on a real cluster of Slurm, one machine that plays two nodes, and compares the results byte by byte
with those of this machine alone:

    python3 Tests/Slurm/cluster.py .build/release/saddle

On the way a task is preempted, a node's daemon and the controller are killed and started again, and a node sees the
results read-only. Needs root and slurm-wlm and munge; says so and passes where they are missing. Nothing outside a
temporary folder is touched. A few minutes.
"""

import filecmp
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

SWEEP = """
name: small
data: {dataset: ring, samples: 1000}
noise: {dimension: 2}
generator: {layers: [dense: 32, relu, dense: 2]}
discriminator: {layers: [dense: 32, leaky_relu: 0.2, dense: 1]}
training: {iterations: ITERATIONS, batch_size: 32}
evaluation: {every: 1000, samples: 200, critic: {iterations: 200, samples: 1000}}
sweep: {grid: {label_smoothing.real: [1.0, 0.9]}, seeds: 6}
"""

CONF = """
ClusterName=local
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort=16817
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={d}/sock
StateSaveLocation={d}/state
SlurmdSpoolDir={d}/spool/%n
SlurmctldPidFile={d}/slurmctld.pid
SlurmdPidFile={d}/slurmd-%n.pid
SlurmctldLogFile={d}/log/slurmctld.log
SlurmdLogFile={d}/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SlurmctldParameters=preempt_send_user_signal
MpiDefault=none
ReturnToService=2
SlurmdTimeout=10
KillWait=5
MessageTimeout=3
JobRequeue=1
MailProg=/bin/true
SchedulerParameters=sched_interval=1
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
NodeName=n[1-2] NodeHostname={host} NodeAddr=127.0.0.1 Port=[17001-17002] CPUs=1 RealMemory=1000
PartitionName=low Nodes=n[1-2] Default=YES PriorityTier=1 PreemptMode=REQUEUE GraceTime=10
PartitionName=high Nodes=n[1-2] PriorityTier=10 PreemptMode=OFF
"""

start = time.time()


def say(text):
    print(f"{time.time() - start:6.1f} s  {text}", flush=True)


def quiet(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout


class Cluster:
    def __init__(self, folder):
        self.folder = folder
        host = socket.gethostname().split(".")[0]
        for name in ["state", "log", "spool/n1", "spool/n2"]:
            os.makedirs(f"{folder}/{name}")
        with open(f"{folder}/key", "wb") as key:
            key.write(os.urandom(1024))
        os.chmod(f"{folder}/key", 0o600)
        os.chmod(folder, 0o755)
        with open(f"{folder}/slurm.conf", "w") as conf:
            conf.write(CONF.format(host=host, d=folder))
        os.environ["SLURM_CONF"] = f"{folder}/slurm.conf"
        files = [f"--{name}-file={folder}/munged.{name}" for name in ["pid", "log", "seed"]]
        subprocess.run(
            ["munged", "--force", f"--key-file={folder}/key", f"--socket={folder}/sock"] + files, check=True)
        self.controller()
        self.node("n1")
        self.node("n2")

    def controller(self):
        subprocess.run(["slurmctld"], check=True)

    def node(self, name, read_only=None):
        command = ["slurmd", "-N", name]
        if read_only:
            mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
            command = ["unshare", "-m", "sh", "-c", mount, read_only] + command
        subprocess.run(command, check=True)

    def pid(self, name):
        try:
            return int(open(f"{self.folder}/{name}.pid").read())
        except (FileNotFoundError, ValueError):
            return None

    def kill(self, name, number=signal.SIGKILL):
        pid = self.pid(name)
        if pid:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                return
            for _ in range(50):
                if not os.path.exists(f"/proc/{pid}"):
                    return
                time.sleep(0.1)

    def ready(self):
        for _ in range(100):
            if "idle" in quiet("sinfo", "--noheader", "--format=%T"):
                return
            time.sleep(0.2)
        sys.exit(f"no node came up:\n{quiet('sinfo')}\n{open(self.folder + '/log/slurmctld.log').read()[-2000:]}")

    def release(self):
        """What is requeued waits two minutes: not here. A node that came back is taken again, and one that Slurm
        drained because a task was started anew before its end had been told ("Duplicate jobid"). Nor is a task held for
        ever whose start failed there."""
        for line in quiet("squeue", "--array", "--noheader", "--states=PENDING", "--format=%i %p %r").splitlines():
            job, _, reason = line.split(maxsplit=2)
            if reason.strip("()").startswith(("BeginTime", "JobHeld", "launch failed")):
                quiet("scontrol", "release", job)
                quiet("scontrol", "update", f"JobId={job}", "StartTime=now")
        for node in ["n1", "n2"]:
            state = quiet("scontrol", "show", "node", node)
            if "DOWN" in state or "DRAIN" in state:
                quiet("scontrol", "update", f"NodeName={node}", "State=RESUME")

    def stop(self):
        quiet("scancel", "--user=root")
        for name in ["slurmd-n1", "slurmd-n2", "slurmctld", "munged"]:
            self.kill(name, signal.SIGTERM)


def jobs(state):
    return quiet("squeue", "--array", "--noheader", f"--states={state}", "--format=%i %N").split("\n")[:-1]


def wait(what, cluster, seconds=120):
    end = time.time() + seconds
    while time.time() < end:
        cluster.release()
        if what():
            return
        time.sleep(0.3)
    sys.exit(f"waited in vain for {what.__name__}\n{quiet('squeue')}{quiet('sinfo')}")


def differences(one, other):
    """Files of two folders that differ, the clock's and what only tasks need left out."""
    found = []

    def walk(part):
        left, right = f"{one}/{part}", f"{other}/{part}"
        names = set(os.listdir(left) if os.path.isdir(left) else []) | set(
            os.listdir(right) if os.path.isdir(right) else [])
        for name in sorted(names - {"timing.csv", "plans", "slurm"}):
            path = f"{part}/{name}"
            if os.path.isdir(f"{one}/{path}") and os.path.isdir(f"{other}/{path}"):
                walk(path)
            elif not os.path.exists(f"{one}/{path}") or not os.path.exists(f"{other}/{path}"):
                found.append(f"{path}: in one only")
            elif not filecmp.cmp(f"{one}/{path}", f"{other}/{path}", shallow=False):
                found.append(path)

    walk(".")
    return found


def main():
    saddle = os.path.abspath(sys.argv[1])
    missing = [name for name in ["sbatch", "slurmctld", "slurmd", "munged"] if not shutil.which(name)]
    if missing or os.geteuid() != 0:
        print(f"skipped: {'needs root' if not missing else 'no ' + ', '.join(missing) + ': slurm-wlm and munge'}")
        return
    folder = os.path.realpath(tempfile.mkdtemp(prefix="saddle-slurm-"))
    for name in ["cluster", "alone", "shared"]:
        os.mkdir(f"{folder}/{name}")
    sweep = SWEEP.replace("ITERATIONS", sys.argv[2] if len(sys.argv) > 2 else "600000")
    for name in ["alone", "shared"]:
        with open(f"{folder}/{name}/small.yaml", "w") as file:
            file.write(sweep)
    cluster = Cluster(f"{folder}/cluster")
    shared = f"{folder}/shared"
    try:
        cluster.ready()
        say("two nodes are up")

        def command(*arguments):
            result = subprocess.run([saddle, *arguments], cwd=shared, capture_output=True, text=True)
            lines = (result.stdout + result.stderr).strip().splitlines()
            for line in [line for line in lines if line[:1] not in " "][:4]:
                say(f"saddle {arguments[0]}: {line}")
            return result

        run = ["run", "small.yaml", "--launcher", "slurm", "--slurm", "partition=low,time=10"]
        assert command(*run).returncode == 0

        def two_run():
            return len(jobs("RUNNING")) == 2
        wait(two_run, cluster)

        def both_are_seen():
            return "2 running" in command("status").stdout
        # Slurm calls a task running before the program has started.
        wait(both_are_seen, cluster)
        quiet("sbatch", "--partition=high", "--output=/dev/null", "--wrap=sleep 2")

        def preempted():
            return any("preempted" in line or "is requeued" in line or "Interrupted" in line
                       for name in os.listdir(f"{shared}/results/small/slurm/logs")
                       for line in open(f"{shared}/results/small/slurm/logs/{name}"))
        wait(preempted, cluster)
        say("a task was preempted, and saved what it had")
        # It has done its work: where its launch failed Slurm would hold it for ever.
        quiet("scancel", "--partition=high", "--user=root")
        wait(two_run, cluster)
        cluster.kill("slurmctld")
        say("slurmctld was killed")
        assert "lost" not in command("status").stdout
        refused = command(*run)
        assert refused.returncode == 1 and "controller cannot be reached" in refused.stderr, refused.stderr
        cluster.controller()
        wait(two_run, cluster)
        victim = next(line.split()[0] for line in jobs("RUNNING") if line.endswith("n2"))
        cluster.kill("slurmd-n2")
        say(f"slurmd of n2 was killed under {victim}")
        cluster.node("n2", read_only=f"{shared}/results")
        quiet("scontrol", "requeue", victim)
        say("n2 is back, and sees the results read-only")

        def nothing_left():
            return not jobs("PENDING,RUNNING,COMPLETING")
        for attempt in range(3):
            wait(nothing_left, cluster, 1200)
            status = command("status").stdout
            if "12 done" in status:
                break
            if attempt == 0:
                assert "lost" in status or "failed" in status, status
                cluster.kill("slurmd-n2", signal.SIGTERM)
                cluster.node("n2")
                say("n2 sees the results as it should")
            assert command(*run).returncode == 0
        assert "12 done" in status, status
        say("training the same sweep on this machine alone")
        subprocess.run(
            [saddle, "run", "small.yaml", "--jobs", "2", "--quiet"], cwd=f"{folder}/alone", check=True,
            capture_output=True)
        found = differences(f"{folder}/alone/results", f"{shared}/results")
        assert not found, found
        say("all files of 12 runs are the same, byte for byte")
    except BaseException:
        for name in sorted(os.listdir(f"{shared}/results/small/slurm/logs")):
            print(name, open(f"{shared}/results/small/slurm/logs/{name}").read()[-600:], sep="\n")
        raise
    finally:
        cluster.stop()
    shutil.rmtree(folder)


main()
