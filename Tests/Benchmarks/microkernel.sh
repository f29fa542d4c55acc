#!/bin/sh
# What the compiler makes of the microkernel for each instruction set, on whatever machine this runs: the multiply-adds
# of the loop over rows, and what it moves between registers and the stack there (which should be nothing).
set -e
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
echo "module CMachine { header \"$PWD/Sources/CMachine/include/machine.h\" }" > "$work/module.modulemap"
cat > "$work/use.swift" <<'SWIFT'
public func product(
    _ taps: UnsafePointer<Int>, _ count: Int, _ depth: Int, _ a: UnsafePointer<UnsafePointer<Float>>,
    _ panel: UnsafePointer<Float>, _ c: UnsafePointer<UnsafeMutablePointer<Float>>, _ column: Int
) {
    let taps = UnsafeRawPointer(taps).assumingMemoryBound(to: Microkernel.Tap.self)
    Microkernel.rows(
        taps: UnsafeBufferPointer(start: taps, count: count), depth: depth, a: a, offset: 0, panel: panel, c: c,
        column: column, ends: Microkernel.Ends())
}
SWIFT

# name, multiply-add instruction, pattern of a move to or from the stack, compiler flags
check() {
    name=$1 instruction=$2 stack=$3
    shift 3
    swiftc "$@" -enable-experimental-feature Embedded -wmo -Ounchecked -parse-as-library -module-name Kernels \
        -I "$work" -emit-assembly -o "$work/kernel.s" Sources/Kernels/Product/Microkernel.swift "$work/use.swift"
    # The loop: from the label before the first multiply-add to the jump behind the last one.
    awk -v instruction="$instruction" -v stack="$stack" -v name="$name" '
        /^\.L/ { if (sums == 0) { moves = 0 } }
        $1 ~ "^" instruction { sums += 1 }
        $0 ~ stack { moves += 1 }
        sums > 0 && /^\t(j|b\.|cb)/ { exit }
        END { printf "%-8s %2d multiply-adds a turn of the loop, %d moves to or from the stack\n", name, sums, moves; exit sums == 0 }
    ' "$work/kernel.s"
}

check AVX2 vfmadd '\(%r[sb]p\)' -target x86_64-unknown-none-elf -Xcc -march=x86-64-v3
check AVX-512 vfmadd '\(%r[sb]p\)' -target x86_64-unknown-none-elf -Xcc -march=x86-64-v4
check NEON fmla '\[(sp|x29)' -target aarch64-none-none-elf
