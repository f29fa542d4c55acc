import Configuration
import Datasets
import Kernels
import Training

extension FreshCritic {
    /// Updates of the critic that looks at columns, at most: it need not be the strongest to say which it looks at.
    private static let columnUpdates = 1000
    /// Permutations that a share is the mean of.
    private static let permutations = 3
    /// "col" in ASCII, and a number.
    private static let stream: UInt32 = 0x636F_6C01

    /// How much of a critic's accuracy on held-out and as many generated rows goes when a column's values are dealt out
    /// among all of them: permutation importance (Breiman 2001, section 10). The columns by which it tells real from
    /// generated rows lose it much, the others nothing.
    ///
    /// The critic is as the fresh one, but of at most 1,000 updates.
    /// - Returns: its accuracy, and what each column takes of it; nil where the data is no table, or the file wants no
    ///   critic.
    public func columnImportance(_ trainer: Trainer) -> (accuracy: Double, losses: [Double])? {
        let dataset = trainer.dataset
        let columns = dataset.units.columns
        let count = min(spec.samples, dataset.heldOut.count)
        guard !columns.isEmpty, spec.iterations > 0, count > 1, dataset.training.count > 1 else { return nil }
        var brief = spec
        brief.iterations = min(brief.iterations, Self.columnUpdates)
        let training = CriticTraining(FreshCritic(self, brief), dataset.training, workers: trainer.workers)
        let iteration = trainer.iteration
        training.run { count, use, update in
            trainer.generate(
                count: count, stream: use.stream, at: RandomStream.criticIndex(iteration: iteration, update: update))
        }
        let size = dataset.training.size
        let fakes = trainer.generate(
            count: count, stream: Use.test.stream, at: RandomStream.criticIndex(iteration: iteration, update: 0))
        guard fakes.allSatisfy(\.isFinite) else { return nil }
        let rows = dataset.heldOut.values(of: 0..<count) + fakes
        func accuracy(_ rows: [Float]) -> Double {
            let outputs = rows.withUnsafeBufferPointer { rows in
                rows.baseAddress.map { training.best(StoredRows($0, columns: size), count: 2 * count) } ?? []
            }
            return outputs.enumerated().reduce(0) { sum, output in
                let isRight = (output.element > 0) == (output.offset < count)
                return sum + (abs(output.element) < CriticResult.undecided ? 0.5 : isRight ? 1 : 0)
            } / Double(2 * count)
        }
        let whole = accuracy(rows)
        let losses = columns.enumerated().map { index, column in
            guard !column.values.isEmpty else { return 0.0 }
            let shuffled = (0..<Self.permutations).reduce(0.0) { sum, round in
                let order = Self.permutation(2 * count, seed: seed, at: index * Self.permutations + round)
                var changed = rows
                for row in 0..<2 * count {
                    for place in column.values { changed[row * size + place] = rows[order[row] * size + place] }
                }
                return sum + accuracy(changed)
            }
            return whole - shuffled / Double(Self.permutations)
        }
        return (whole, losses)
    }

    private init(_ other: FreshCritic, _ spec: CriticSpec) {
        (graph, seed, maker) = (other.graph, other.seed, other.maker)
        self.spec = spec
    }

    private static func permutation(_ count: Int, seed: UInt64, at index: Int) -> [Int] {
        var words = [UInt32](repeating: 0, count: count)
        Random.fillBits(
            &words, count: count, at: RandomAddress(seed: seed, stream: stream, iteration: UInt64(index)))
        return (0..<count).sorted { (words[$0], $0) < (words[$1], $1) }
    }
}
