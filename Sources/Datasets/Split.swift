/// Which samples train and which are held out: a fixed permutation of them, cut in two.
///
/// The permutation orders the samples by 64 random bits each, drawn from Philox by (seed, `DataStream.split`, index
/// of the sample), ties by index. It depends on the seed and the number of samples alone. Both parts keep the permuted
/// order, so that the first n of either are a random choice even where a file is sorted by class.
struct Split {
    let training: ArraySlice<Int>
    let heldOut: ArraySlice<Int>

    /// `share` of `count` samples, rounded up, is held out; at least one sample stays on either side.
    /// `count`: 2 or more.
    init(count: Int, heldOut share: Double, seed: Int) {
        let order = Split.permutation(of: count, seed: seed)
        let cut = Split.heldOutCount(of: count, share: share)
        heldOut = order[..<cut]
        training = order[cut...]
    }

    /// Throws where there are fewer than two samples. `name` is what the message calls them.
    static func check(count: Int, name: String) throws(DatasetError) {
        guard count >= 2 else {
            throw DatasetError(
                "\(name) has \(plural(count, "sample")); a split into training and held-out samples needs 2")
        }
    }

    /// `share` of `count`, rounded up, from 1 to `count` - 1.
    static func heldOutCount(of count: Int, share: Double) -> Int {
        // A product such as 0.07 * 100 = 7.000000000000001 is meant to be 7.
        min(max(Int((share * Double(count) - 1e-9).rounded(.up)), 1), count - 1)
    }

    static func permutation(of count: Int, seed: Int) -> [Int] {
        let keys = DataStream.split.bits(2 * count, seed: seed)
        return (0..<count).sorted { a, b in
            let (x, y) = (key(keys, a), key(keys, b))
            return x == y ? a < b : x < y
        }
    }

    private static func key(_ bits: [UInt32], _ index: Int) -> UInt64 {
        UInt64(bits[2 * index]) << 32 | UInt64(bits[2 * index + 1])
    }
}

extension Samples {
    /// Splits the samples by `Split`. Throws where there are fewer than two; `name` is what the message calls them.
    func split(
        heldOut share: Double, seed: Int, name: String
    ) throws(DatasetError) -> (training: Samples, heldOut: Samples) {
        try Split.check(count: count, name: name)
        let split = Split(count: count, heldOut: share, seed: seed)
        return (selecting(split.training), selecting(split.heldOut))
    }

    /// All samples in the order of `Split`'s permutation.
    func permuted(seed: Int) -> Samples { selecting(Split.permutation(of: count, seed: seed)) }
}
