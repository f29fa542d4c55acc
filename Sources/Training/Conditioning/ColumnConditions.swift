import Datasets
import Foundation
import Kernels

/// Conditions on a table's columns of categories: each is one category of one column, as a vector of a value for every
/// category of every column, 1 for the one that is meant (CTGAN's conditional vector, Xu et al. 2019, section 4.3).
///
/// In training the column is drawn evenly and the category by the logarithm of how often it is, so that rare ones are
/// seen, and the real sample is one that fulfils the condition. Outside of training a condition is what a training
/// sample has in a column, so that categories come as often as in the data.
final class ColumnConditions {
    /// Categories of all columns.
    let width: Int
    /// Places in the vector, one for each sample drawn last.
    let places: UnsafeMutablePointer<Int32>
    private let words: UnsafeMutablePointer<UInt32>
    private let count: Int
    /// The values of each column in a sample.
    private let columns: [Range<Int>]
    /// The place of each column's first category, and the width.
    private let firsts: [Int]
    /// By place: the share, of 2^32, of the column's categories up to this one.
    private let shares: [UInt32]
    /// By place: where its training samples begin in `rows`; the end of the last one's.
    private let starts: [Int]
    private let rows: [Int32]

    /// - Parameters:
    ///   - columns: `Dataset.categories`.
    ///   - count: samples of an update.
    ///   - isLogarithmic: whether rare categories are drawn more often than the data has them.
    init(_ samples: Samples, columns: [Range<Int>], count: Int, isLogarithmic: Bool) {
        self.columns = columns
        self.count = count
        var (firsts, shares, starts, rows): ([Int], [UInt32], [Int], [Int32]) = ([], [], [], [])
        let values = samples.values
        for column in columns {
            firsts.append(shares.count)
            var members = [[Int32]](repeating: [], count: column.count)
            for row in 0..<samples.count {
                members[Self.category(values, row * samples.size, column)].append(Int32(row))
            }
            // Of a category that only held-out samples have there is nothing to show.
            let weights = members.map { isLogarithmic ? log(1 + Double($0.count)) : Double($0.count) }
            let total = weights.reduce(0, +)
            var sum = 0.0
            for (weight, rowsOfCategory) in zip(weights, members) {
                sum += weight
                shares.append(UInt32(min(sum / total * 0x1p32, 0x1p32 - 1)))
                starts.append(rows.count)
                rows += rowsOfCategory
            }
        }
        width = shares.count
        (self.firsts, self.shares, self.starts, self.rows) = (firsts + [width], shares, starts + [rows.count], rows)
        places = .allocate(capacity: count)
        places.initialize(repeating: 0, count: count)
        words = .allocate(capacity: 3 * count)
        words.initialize(repeating: 0, count: 3 * count)
    }

    deinit {
        places.deallocate()
        words.deallocate()
    }

    /// - Parameter start: where the row begins among the values.
    private static func category(_ values: [Float], _ start: Int, _ column: Range<Int>) -> Int {
        column.first { values[start + $0] > 0.5 }.map { $0 - column.lowerBound } ?? 0
    }

    /// Draws a condition for every sample of an update, and a training sample that fulfils it.
    func draw(at address: RandomAddress, into indices: UnsafeMutablePointer<Int32>) {
        Random.fillBits(words, count: 3 * count, at: address)
        var slot = 0
        while slot < count {
            let column = Self.scaled(words[3 * slot], columns.count)
            var place = firsts[column]
            let end = firsts[column + 1]
            while place < end - 1, words[3 * slot + 1] >= shares[place] { place += 1 }
            // The last one's share ends at 2^32 - 1, and may be empty.
            while starts[place] == starts[place + 1] { place -= 1 }
            places[slot] = Int32(place)
            indices[slot] = rows[starts[place] + Self.scaled(words[3 * slot + 2], starts[place + 1] - starts[place])]
            slot += 1
        }
    }

    /// Adds the cross-entropy of the categories that were asked for to the gradient by the samples.
    /// - Parameters:
    ///   - samples: what the generator made of the conditions drawn last: [count, size].
    ///   - gradient: by these samples.
    func addCrossEntropy(
        _ samples: UnsafePointer<Float>, size: Int, weight: Float, into gradient: UnsafeMutablePointer<Float>
    ) {
        let scale = weight / Float(count)
        var (slot, column) = (0, 0)
        while slot < count {
            let place = Int(places[slot])
            column = 0
            while firsts[column + 1] <= place { column += 1 }
            let value = slot * size + columns[column].lowerBound + place - firsts[column]
            // Softmax's slope takes as much from this as the share is small, down to where floats end.
            gradient[value] -= scale / max(samples[value], .leastNormalMagnitude)
            slot += 1
        }
    }

    /// Conditions that training samples drawn with replacement fulfil, each in a column drawn evenly.
    func places(count: Int, at address: RandomAddress) -> [Int] {
        var words = [UInt32](repeating: 0, count: 2 * count)
        Random.fillBits(&words, count: 2 * count, at: address)
        return (0..<count).map { sample in
            let column = Self.scaled(words[2 * sample], columns.count)
            // The rows of a column's categories lie together, each training sample once.
            let (first, end) = (starts[firsts[column]], starts[firsts[column + 1]])
            let row = first + Self.scaled(words[2 * sample + 1], end - first)
            return (firsts[column]..<firsts[column + 1]).last { starts[$0] <= row && row < starts[$0 + 1] }
                ?? firsts[column]
        }
    }

    /// What samples fulfil, each in a column drawn evenly.
    func places(of samples: Samples, count: Int, at address: RandomAddress) -> [Int] {
        var words = [UInt32](repeating: 0, count: count)
        Random.fillBits(&words, count: count, at: address)
        let values = samples.values
        return (0..<count).map { sample in
            let column = Self.scaled(words[sample], columns.count)
            return firsts[column]
                + Self.category(values, sample % samples.count * samples.size, columns[column])
        }
    }

    private static func scaled(_ word: UInt32, _ bound: Int) -> Int { Int((UInt64(word) * UInt64(bound)) >> 32) }
}
