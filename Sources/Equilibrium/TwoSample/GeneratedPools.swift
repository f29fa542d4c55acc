import Datasets
import Kernels

/// Generated samples of which there are no more than a file has: for each use of a fresh critic a part of their own.
struct GeneratedPools: Sendable {
    let training: Samples
    private let validation: Samples, test: Samples
    private let seed: Int

    /// The last fifth of the samples to learn from says when to stop.
    init(_ generated: TestedSamples, seed: Int) {
        let learning = generated.learning
        let aside = min(max(1, learning.count / 5), FreshCritic.mostValidation)
        // A single sample has to serve for both.
        let cut = max(1, learning.count - aside)
        training = learning[0..<cut]
        validation = learning[min(cut, learning.count - 1)..<learning.count]
        test = generated.heldOut
        self.seed = seed
    }

    /// `FreshCritic.Source`: for training random ones, of which some come more than once; else the first, and all over
    /// again where more are asked for than there are.
    func samples(_ count: Int, _ use: FreshCritic.Use, _ update: Int) -> [Float] {
        switch use {
        case .training:
            return rows(of: training, drawn(count, below: training.count, update))
        case .reference: return rows(of: training, (0..<count).map { Int32($0 % training.count) })
        case .validation: return rows(of: validation, (0..<count).map { Int32($0 % validation.count) })
        case .test, .diversity: return rows(of: test, (0..<count).map { Int32($0 % test.count) })
        }
    }

    private func drawn(_ count: Int, below bound: Int, _ update: Int) -> [Int32] {
        [Int32](unsafeUninitializedCapacity: count) { buffer, filled in
            if let start = buffer.baseAddress {
                Random.fillIndices(
                    start, count: count, below: bound, at: JudgeStream.batches.address(seed: seed, at: update))
            }
            filled = count
        }
    }

    private func rows(of samples: Samples, _ indices: [Int32]) -> [Float] {
        let size = samples.size
        return [Float](unsafeUninitializedCapacity: indices.count * size) { buffer, filled in
            samples.withRows { rows in
                indices.withUnsafeBufferPointer { indices in
                    guard let start = indices.baseAddress, let target = buffer.baseAddress else { return }
                    rows.gather(start, count: indices.count, into: target, workers: .shared)
                }
            }
            filled = indices.count * size
        }
    }
}
