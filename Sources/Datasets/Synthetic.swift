import Configuration

/// What datasets drawn from a distribution share: `samples` fixed samples train, and a share of as many again, drawn
/// after them, is held out.
struct Synthetic {
    static let keys = [
        Key(
            "samples", .integer(2...10_000_000), default: .integer(100_000),
            "samples to train on, drawn once and then fixed"),
        Key(
            Key.heldOut.name, .real(RealRange(0, 1, includesLower: false)), default: Key.heldOut.defaultValue,
            "held-out samples, drawn beside the training samples: a share of their number, rounded up; 1: as many"),
        .seed,
    ]

    let count: Int
    let heldOut: Double
    let seed: Int

    init(_ values: Values) {
        count = values.integer("samples")
        heldOut = values.real(Key.heldOut.name)
        seed = values.integer(Key.seed.name)
    }

    /// Training and held-out samples together.
    var total: Int { count + (heldOut == 1 ? count : Split.heldOutCount(of: count, share: heldOut)) }

    func dataset(_ name: String, modes: [Mode] = [], draw: (_ count: Int, _ seed: Int) -> Samples) -> Dataset {
        let all = draw(total, seed)
        return Dataset(
            name: name, training: all[0..<count], heldOut: all[count..<all.count], modes: modes)
    }
}
