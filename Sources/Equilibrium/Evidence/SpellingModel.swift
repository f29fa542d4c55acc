import Foundation

/// How probable texts are, a character after another: an n-gram model of which every order falls back on the one below.
///
///     p(c | k characters) = (count(k characters, c) + d p(c | the last k - 1)) / (count(k characters) + d)
///
/// d being the number of different characters that were seen after those k. Witten & Bell 1991, method C. Without any
/// characters before it, all symbols are equally probable.
struct SpellingModel {
    /// Characters that a probability considers, itself included, at most.
    static let mostOrders = 4
    /// Bits of a symbol in a run of as many.
    private static let bits: UInt64 = 16

    private let symbols: SpellingSymbols
    /// By order and run of characters.
    private(set) var counts = [[UInt64: Int]](repeating: [:], count: mostOrders)
    /// By order and run of characters: how often one followed, and how many different ones.
    private(set) var contexts = [[UInt64: (total: Int, different: Int)]](repeating: [:], count: mostOrders)

    init(_ texts: [String], _ symbols: SpellingSymbols) {
        self.symbols = symbols
        for text in texts {
            Self.walk(symbols.of(text)) { order, context, run in
                let isNew = counts[order][run] == nil
                counts[order][run, default: 0] += 1
                var known = contexts[order][context] ?? (0, 0)
                known.total += 1
                if isNew { known.different += 1 }
                contexts[order][context] = known
            }
        }
    }

    /// Bytes that a model takes at its peak, if all runs of characters that can differ do, as in texts that an
    /// untrained generator makes. Half of the largest table stands beside it while it grows.
    /// - Parameters:
    ///   - symbols: that are learned from, each text's end included.
    ///   - different: symbols that there are.
    static func byteCount(symbols: Int, different: Int) -> Int {
        var (runs, before) = (min(symbols, different), 1)
        var tables: [Int] = []
        for _ in 0..<mostOrders {
            tables.append(tableBytes(runs, MemoryLayout<UInt64>.stride + MemoryLayout<Int>.stride))
            tables.append(tableBytes(before, MemoryLayout<UInt64>.stride + 2 * MemoryLayout<Int>.stride))
            before = runs
            runs = min(symbols, runs * max(1, different))
        }
        return tables.reduce(0, +) + (tables.max() ?? 0) / 2
    }

    /// Bytes of a dictionary: a power of two of places, of which three quarters at most are taken.
    static func tableBytes(_ count: Int, _ bytesPerPlace: Int) -> Int {
        var places = 2
        while 3 * places < 4 * count { places *= 2 }
        return places * bytesPerPlace + places / 8
    }

    /// The logarithm of a text's probability, its end included, by order.
    func logProbabilities(_ text: String) -> [Double] {
        var sums = [Double](repeating: 0, count: Self.mostOrders)
        var probability = 1.0
        Self.walk(symbols.of(text)) { order, context, run in
            if order == 0 { probability = 1 / Double(symbols.count) }
            if let known = contexts[order][context] {
                let different = Double(known.different)
                probability =
                    (Double(counts[order][run] ?? 0) + different * probability) / (Double(known.total) + different)
            }
            sums[order] += log(probability)
        }
        return sums
    }

    /// Each symbol of a text with what stands before it, for every order in turn.
    private static func walk(_ text: [UInt64], _ body: (_ order: Int, _ context: UInt64, _ run: UInt64) -> Void) {
        var before: UInt64 = 0
        for symbol in text {
            for order in 0..<mostOrders {
                let context = before & (1 << (bits * UInt64(order)) - 1)
                body(order, context, context << bits | symbol)
            }
            before = before << bits | symbol
        }
    }
}

/// The numbers of characters, from 2; 1 is the end of a text, and 0 stands before its beginning.
struct SpellingSymbols {
    private let known: [Character: UInt64]

    private static let most = 1 << 16 - 3

    init(_ texts: [String]) {
        var known: [Character: UInt64] = [:]
        for text in texts {
            for character in text where known[character] == nil && known.count < Self.most {
                known[character] = UInt64(known.count + 2)
            }
        }
        self.known = known
    }

    /// With the end, and one for all other characters.
    var count: Int { known.count + 2 }

    func of(_ text: String) -> [UInt64] { text.map { known[$0] ?? UInt64(known.count + 2) } + [1] }
}
