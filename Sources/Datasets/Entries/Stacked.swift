import Configuration
import Kernels

/// Grey pictures with labels, three as the channels of one.
struct Stacked: DatasetSource {
    enum Source: String, CaseIterable, Sendable { case digits, fashion_mnist }

    static let declaration = Declaration(
        "stacked", "labelled pictures, three as the channels of one, to count the combinations that a generator makes",
        details: """
            Each sample has three pictures of `of` as its channels, drawn at random with replacement: shape [height,
            width, 3], and as many modes as combinations of labels, 1000 for digits. The metric stacked_modes counts how
            many of them a generator makes, by a classifier, as Metz et al. 2017 (Unrolled GAN), Srivastava et al. 2017
            (VEEGAN) and Lin et al. 2018 (PacGAN) do with MNIST (stacked MNIST). Training samples are made of training
            pictures, a fifth as many held-out ones of held-out pictures.
            """,
        keys: [
            Key("of", .word(Source.allCases.map(\.rawValue)), default: .text("digits"), "whose pictures"),
            Key("samples", .integer(10...200_000), default: .integer(20_000), "training samples"), .seed,
        ],
        example: "data: {dataset: stacked, of: digits}")

    let of: Source
    let samples: Int
    private let count = 3
    let seed: Int

    init(_ values: Values) {
        of = Source(rawValue: values.text("of")) ?? .digits
        samples = values.integer("samples")
        seed = values.integer(Key.seed.name)
    }

    var labelKind: DataTraits.Labels { .stacked }

    func load() throws(DatasetError) -> Dataset {
        let pictures = try DatasetSources.registry.make(DatasetSources.registry.choice(of.rawValue)).load()
        let shape = [pictures.shape[0], pictures.shape[1], count]
        func stacked(_ source: Samples, _ samples: Int, _ part: UInt64) -> Samples {
            var drawn = [Int32](repeating: 0, count: samples * count)
            // "sta" in ASCII, and a number.
            Random.fillIndices(
                &drawn, count: drawn.count, below: source.count,
                at: RandomAddress(seed: UInt64(seed), stream: 0x7374_6101, iteration: part))
            let size = source.size
            let interleaved = (0..<size).flatMap { pixel in (0..<count).map { $0 * size + pixel } }
            let drawnOnes = source.stored.rows(drawn.map { Int($0) }, size: size)
            return Samples(
                shape: shape, count: samples, stored: drawnOnes.picking(interleaved, ofRows: count * size))
        }
        return Dataset(
            name: "stacked", training: stacked(pictures.training, samples, 0),
            heldOut: stacked(pictures.heldOut, max(2, samples / 5), 1), pictures: [pictures])
    }
}
