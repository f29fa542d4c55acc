import Configuration
import Datasets
import Kernels

/// How alike generated pictures are to each other: a measure of variety.
struct PictureSimilarity: SampleMetric {
    static let declaration = Declaration(
        "ms_ssim", "how alike generated pictures are to each other, beside how alike real ones are",
        details: """
            The mean over random pairs of different pictures of their multi-scale structural similarity (Wang, Simoncelli
            & Bovik 2003, eq. 7) = l_M^w_M · product over scales j of cs_j^w_j, where
            cs = (2 σxy + C2) / (σx² + σy² + C2) and l = (2 μx μy + C1) / (μx² + μy² + C1), means and variances within a
            Gaussian window of 11x11 pixels and a deviation of 1.5, C1 = 0.01², C2 = 0.03² for values in 0...1, and
            w = 0.0448, 0.2856, 0.3001, 0.2363, 0.1333 from the full size on, each scale half of the one before. Over
            places and channels the mean of l · cs is taken. 1: the same picture. Pictures that lack variety are more
            alike than real ones: ms_ssim above ms_ssim_real says so, below it says nothing of quality. Odena, Olah &
            Shlens 2017 (section 4.2) take pairs within a class, `pairs: class`: what a class lacks in variety hides
            behind the differences between classes else. That says nothing of a generator without `condition`.
            Small pictures: the window is no larger than the picture, its deviation in proportion, as in Karras et al.
            2018; and where half of a scale would be less than a pixel there is no other scale, and the weights are
            divided by their sum. 8x8 pictures have four scales.
            """,
        keys: [
            Key("seed", .integer(0...Int.max), default: .integer(0), "of the pairs"),
            Key(
                "samples", .integer(2...100_000), default: .integer(5000),
                "generated pictures, and held-out real ones, at most; half as many pairs"),
            Key(
                "pairs", .word(["any", "class"]), default: .text("any"),
                "any two pictures, or two of one class, each picture as likely to be the first as any other"),
        ],
        shorthand: "samples", example: "evaluation: {metrics: [ms_ssim]}",
        elsewhere: [
            Elsewhere(
                .mmagic, "MS_SSIM(fake_nums=10000) is samples: 10000",
                differs: "of generated pictures alone, in pairs of neighbours")
        ])
    static let columns = [
        MetricColumn(
            "ms_ssim", "mean similarity of two generated pictures; above ms_ssim_real: few kinds", better: .neither),
        MetricColumn("ms_ssim_real", "mean similarity of two held-out pictures", better: .neither),
    ]
    static let isCheap = false

    static func objection(to data: DataTraits) -> String? { data.kind == .image ? nil : "needs pictures" }

    let seed: Int
    let samples: Int
    let isWithinClasses: Bool

    init(_ values: Values) {
        seed = values.integer("seed")
        samples = values.integer("samples")
        isWithinClasses = values.text("pairs") == "class"
    }

    func byteCount(_ sizes: JudgingSizes) -> Int { sizes.floatBytes(samples) }

    func measure(_ set: SampleSet) -> [Double?] {
        [set.generated, set.heldOut].map { pictures in
            let count = min(samples, pictures.count)
            guard pictures.shape.count == 3, count > 1 else { return nil }
            let pairs = isWithinClasses ? pairs(within: pictures.labels?.prefix(count) ?? []) : pairs(of: count)
            return pairs.isEmpty ? nil : similarity(pictures, pairs: pairs, workers: set.workers)
        }
    }

    /// [samples / 2, 2]: each pair is of two different ones among `count`, any two as likely as others.
    func pairs(of count: Int) -> [Int32] {
        zip(drawn(below: count, 0), drawn(below: count - 1, 1)).flatMap { first, other in
            [first, other < first ? other : other + 1]
        }
    }

    /// The same of pictures with these labels, two of one class; without those that are alone in theirs.
    func pairs(within labels: some Collection<UInt8>) -> [Int32] {
        let classes = Dictionary(grouping: zip(0..., labels), by: \.1).mapValues { $0.map { Int32($0.0) } }
        // Of each picture, which one of its class it is.
        let places = classes.sorted { $0.key < $1.key }.map(\.value).filter { $0.count > 1 }
            .flatMap { members in members.indices.map { (members, $0) } }
        guard !places.isEmpty else { return [] }
        return zip(drawn(below: places.count, 0), drawn(below: 1 << 32, 1)).flatMap { number, word in
            let (members, place) = places[Int(number)]
            let other = Int((UInt64(UInt32(bitPattern: word)) * UInt64(members.count - 1)) >> 32)
            return [members[place], members[other < place ? other : other + 1]]
        }
    }

    private func drawn(below bound: Int, _ iteration: Int) -> [Int32] {
        [Int32](unsafeUninitializedCapacity: samples / 2) { buffer, filled in
            filled = samples / 2
            guard let start = buffer.baseAddress else { return }
            Random.fillIndices(
                start, count: filled, below: bound,
                at: MetricStream.picturePairs.address(seed: seed, at: iteration))
        }
    }

    /// The mean over pairs.
    func similarity(_ pictures: Samples, pairs: [Int32], workers: Workers) -> Double {
        let (shape, count) = (pictures.shape, pairs.count / 2)
        let measure = StructuralSimilarity(height: shape[0], width: shape[1], channels: shape[2])
        var results = [Double](repeating: 0, count: count)
        pictures.withFirst((pairs.max().map { Int($0) } ?? -1) + 1) { values, _ in
            pairs.withUnsafeBufferPointer { pairs in
                results.withUnsafeMutableBufferPointer { results in
                    guard let pairs = pairs.baseAddress, let results = results.baseAddress else { return }
                    measure.measure(values, pairs: pairs, count: count, into: results, workers: workers)
                }
            }
        }
        return results.reduce(0, +) / Double(count)
    }
}
