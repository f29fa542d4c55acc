import Datasets
import Kernels

/// A classifier by looking up: a sample is called what most of its k nearest among many training samples and as many
/// generated ones are, k being what does best on samples set aside. Fix & Hodges 1951; as a two-sample test Lopez-Paz &
/// Oquab 2017, section 4.
///
///     training samples  -> looked up | the last fifth: k
///     generated samples -> looked up | others: k
///     held-out samples and yet other generated ones -> the test
///
/// Where samples have few values there is hardly a better one, and it takes no training: of eight modes on a circle
/// that a generator had drawn as threads it proves a distance of 0.777, a critic of 3 x 768 units after 100,000 updates
/// 0.745 (`Tests/Reach`).
struct NeighbourVote {
    /// Samples of either kind to look up, and to be tested on, at most.
    static let mostKnown = 100_000, mostTested = 10_000
    /// In standard deviations: samples that differ in the last bits of a float lie at one place.
    private static let resolution: Float = 1e-6
    /// Odd, so that votes do not tie.
    private static let sizes = [1, 5, 15, 31, 61]

    private let training: Samples
    private let workers: Workers
    private let setAside: Int, known: Int
    /// Of each value: what it is measured from, and in which unit.
    private let origin: [Float], unit: [Double]

    /// - Parameter available: generated samples to look up, where there are only so many.
    /// - Returns: nil where samples have too many values or are too few.
    init?(_ training: Samples, available: Int = .max, workers: Workers) {
        guard (1...Points.mostNumbers).contains(training.size) else { return nil }
        setAside = min(max(1, training.count / 5), FreshCritic.mostValidation)
        known = min(training.count - setAside, Self.mostKnown, available)
        guard known >= 2 else { return nil }
        (self.training, self.workers) = (training, workers)
        (origin, unit) = Self.scale(training[0..<known])
    }

    /// Bytes that it takes at its peak.
    static func byteCount(_ sizes: JudgingSizes) -> Int {
        guard sizes.size <= Points.mostNumbers else { return 0 }
        let generated = min(sizes.training, mostKnown)
        let known = 2 * generated
        // Generated samples, those of both kinds side by side, the tree; before that, what the samples are made of.
        let lookingUp =
            4 * sizes.size * (generated + known + 4 * mostTested)
            + NeighbourTree.byteCount(points: known, dimensions: sizes.size)
        return max(lookingUp, 4 * generated * (sizes.size + sizes.noise))
    }

    /// How often it is right on held-out samples and on as many generated ones; nil where a generated sample is not
    /// finite.
    func accuracy(on heldOut: Samples, generated: FreshCritic.Source) -> Accuracy? {
        let count = min(heldOut.count, Self.mostTested)
        let (others, check) = (generated(known, .reference, 0), generated(setAside, .validation, 0))
        let test = generated(count, .test, 0)
        guard count > 0, [others, check, test].allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
        let tree = tree(others)
        let rest = training[training.count - setAside..<training.count]
        func votes(_ values: [Float], _ sizes: [Int]) -> [Votes] { self.votes(tree, placed(values), sizes) }
        let best = Self.sizes[bestSize(votes(rest.values, Self.sizes), votes(check, Self.sizes))]
        // Neighbours beyond the best number have no say.
        let real = votes(heldOut.values(of: 0..<count), [best])
        let fake = votes(test, [best])
        return Accuracy(real: real.map { $0[0] }, fake: fake.map { $0[0] }, threshold: 0)
    }

    /// Of the neighbourhoods of all sizes the one whose votes are right most often; the first among equals.
    private func bestSize(_ real: [Votes], _ fake: [Votes]) -> Int {
        let right = Self.sizes.indices.map { size in
            Accuracy(real: real.map { $0[size] }, fake: fake.map { $0[size] }, threshold: 0).mean
        }
        return Self.sizes.indices.max { right[$0] < right[$1] || (right[$0] == right[$1] && $0 > $1) } ?? 0
    }

    /// Real samples less generated ones among the nearest, for each of some sizes.
    private typealias Votes = SIMD8<Float>

    /// Samples of either kind in turn, so that where many lie at one place both are found as often.
    private func tree(_ generated: [Float]) -> NeighbourTree {
        let size = training.size
        let (real, fake) = (placed(training.values(of: 0..<known)), placed(generated))
        let both = [Float](unsafeUninitializedCapacity: 2 * known * size) { buffer, filled in
            for row in 0..<known {
                for d in 0..<size {
                    buffer[2 * row * size + d] = real[row * size + d]
                    buffer[(2 * row + 1) * size + d] = fake[row * size + d]
                }
            }
            filled = 2 * known * size
        }
        return both.withUnsafeBufferPointer { values in
            guard let start = values.baseAddress else { preconditionFailure("at least two samples are known") }
            return NeighbourTree(of: start, count: 2 * known, dimensions: size, resolution: Self.resolution)
        }
    }

    private func votes(_ tree: NeighbourTree, _ values: [Float], _ sizes: [Int]) -> [Votes] {
        let (size, count) = (training.size, values.count / training.size)
        let grain = 64
        return [Votes](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let target = buffer.baseAddress else { return }
            values.withUnsafeBufferPointer { values in
                guard let start = values.baseAddress else { return }
                workers.run(tasks: (count + grain - 1) / grain) { task in
                    for row in task * grain..<min(count, (task + 1) * grain) {
                        (target + row).initialize(to: Self.votes(tree, start + row * size, sizes))
                    }
                }
            }
            filled = count
        }
    }

    /// - Parameter sizes: in rising order.
    private static func votes(_ tree: NeighbourTree, _ place: UnsafePointer<Float>, _ sizes: [Int]) -> Votes {
        let most = sizes[sizes.count - 1]
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: most) { indices in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: most) { distances in
                guard let indices = indices.baseAddress, let distances = distances.baseAddress else { return Votes() }
                let found = tree.nearest(to: place, limit: most, into: indices, distances: distances)
                var (votes, sum) = (Votes(), Float(0))
                var next = 0
                for (index, size) in sizes.enumerated() {
                    while next < min(size, found) {
                        sum += indices[next].isMultiple(of: 2) ? 1 : -1
                        next += 1
                    }
                    votes[index] = sum
                }
                return votes
            }
        }
    }

    /// Every value in standard deviations of the training samples (1 where it does not vary).
    private func placed(_ values: [Float]) -> [Float] {
        let size = training.size
        return values.enumerated().map { index, value in
            let column = index % size
            let place = (Double(value) - Double(origin[column])) / unit[column]
            // Squares of three of these are finite.
            return Float(min(max(place, -1e18), 1e18))
        }
    }

    private static func scale(_ samples: Samples) -> ([Float], [Double]) {
        var (origins, units): ([Float], [Double]) = ([], [])
        let all = samples.values
        for column in 0..<samples.size {
            let values = stride(from: column, to: all.count, by: samples.size).map { Double(all[$0]) }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            origins.append(Float(mean))
            units.append(variance > 0 ? variance.squareRoot() : 1)
        }
        return (origins, units)
    }
}
