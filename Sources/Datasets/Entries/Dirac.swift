import Configuration

/// A single point, the data of the Dirac-GAN.
struct Dirac: DatasetSource {
    static let declaration = Declaration(
        "dirac", "every sample is the number 0: the data of the Dirac-GAN",
        details: """
            Shape [1]. Mescheder, Geiger and Nowozin 2018 (arXiv:1801.04406, definition 2.1), who prove for
            which losses and regularizers training on it converges.
            """,
        keys: [
            Key(
                "samples", .integer(2...10_000_000), default: .integer(1000),
                "samples to train on, and as many held out")
        ],
        example: "data: {dataset: dirac}")

    let count: Int

    init(_ values: Values) { count = values.integer("samples") }

    func load() -> Dataset {
        let points = Samples(shape: [1], count: count, values: [Float](repeating: 0, count: count))
        return Dataset(name: "dirac", training: points, heldOut: points)
    }
}
