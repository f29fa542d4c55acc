#!/bin/sh
# How often an iteration allocates on the heap, which should be never: what a run of the release build allocates in all,
# with few iterations and with two thousand more. Linux with glibc. Fails where an iteration does allocate.
set -e
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
clang -O2 -shared -fPIC -o "$work/counter.so" Tests/Benchmarks/allocation_counter.c

# file, iterations
allocations() {
    LD_PRELOAD="$work/counter.so" .build/release/saddle run "$1" --quiet --fresh --results "$work/results" \
        --set "training.iterations=$2" --set "evaluation.every=$2" --set evaluation.critic.iterations=0 \
        2>&1 >/dev/null | sed -n 's/^allocations: //p'
}

for file in experiments/benchmarks/ring.yaml experiments/benchmarks/mlp.yaml; do
    few=$(allocations "$file" 100)
    many=$(allocations "$file" 2100)
    echo "$file: $few allocations in a run of 100 iterations, $many in one of 2100"
    # How often progress is told depends on the clock, so the two differ a little, either way.
    test -n "$few" && test $((many - few)) -lt 1000
done
