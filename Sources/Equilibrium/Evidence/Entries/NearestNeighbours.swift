import Foundation
import Kernels

/// A classifier that needs no training: each sample is taken for what its nearest neighbour is.
struct NearestNeighbours: EvidenceJudge {
    static let name = "nearest_neighbours"
    static let title = "the nearest-neighbour classifier"
    static let help =
        "a classifier without training: each held-out or generated sample is called what its nearest neighbour among the others is"
    static let statistic = "accuracy, leave-one-out, corrected for its bias"
    static let oneSided: String? = nil

    static func canLook(at exhibit: Exhibit) -> Bool { exhibit.pool != nil }

    /// Lopez-Paz & Oquab 2017, section 5; Xu et al. 2018. Of n samples of either kind, one's neighbours are n - 1 of
    /// its own and n of the other, so under equality the accuracy is (n - 1)/(2n - 1), a little below 1/2: the
    /// difference is added. Labels are permuted over fixed neighbours. The spread of the permutations, at its largest
    /// where nothing can be told, also serves for the bound. An accuracy below 1/2 proves no distance: of independent
    /// samples it is never expected, and comes of samples that are (nearly) in both kinds. How far it lies from 1/2
    /// still counts as how large the difference is, so that copies do not read as nearly right.
    static func finding(_ exhibit: Exhibit, level: Double) -> Finding {
        guard let pool = exhibit.pool else { preconditionFailure("asked only where there is a pool") }
        let (n, size) = (Double(pool.count), pool.size)
        var neighbours = [Int32](repeating: 0, count: size)
        let bias = 0.5 - (n - 1) / (2 * n - 1)
        let test = neighbours.withUnsafeMutableBufferPointer { buffer in
            guard let neighbours = buffer.baseAddress else { preconditionFailure("a pool has samples") }
            DistanceMatrix.nearestOthers(pool.distances.pointer, size: size, into: neighbours, workers: pool.workers)
            return pool.test(isTwoSided: true) { signs, values in
                LabelDraws.agreements(neighbours, signs: signs, size: size, into: values)
                for lane in 0..<LabelDraws.width { values[lane] = values[lane] / Double(size) + bias }
            }
        }
        let departure = abs(test.observed - 0.5)
        let margin = NormalDistribution.quantile(1 - level / 2) * test.deviation
        return Finding(
            judge: name, realCount: pool.count, generatedCount: pool.count, statistic: test.observed,
            logPValue: log10(test.pValue), distance: min(1, 2 * departure),
            bound: test.pValue < level ? min(1, max(0, 2 * (test.observed - 0.5 - margin))) : 0,
            visible: test.visibleShift(level: level).map { min(1, 2 * $0) }, level: level)
    }
}
