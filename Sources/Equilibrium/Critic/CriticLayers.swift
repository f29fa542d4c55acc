import Configuration
import Networks
import Training

/// The layers of a critic for which the file names none.
enum CriticLayers {
    private static let depth = 3

    /// Units of each dense layer, for samples of so many numbers. Rows of a few columns differ from data in fine
    /// detail: there a critic of 256 units stopped 0.04 short in total variation of what one of 768 proves, and one of
    /// 384 did not (Tests/Reach). Of points in the plane and of pictures 256 units prove about as much, in half of the
    /// time.
    static func units(numbers: Int) -> Int { (3..<64).contains(numbers) ? 384 : 256 }

    /// Whether a second network stands beside the first, whose dense layers' outputs are normalized, and both logits
    /// are added. Without normalization what a critic proves of the same rows swings with its first weights, as some
    /// never find what others do: of a table whose columns hang together 0.44 to 0.74 in total variation over six
    /// draws, and 0.76 to 0.81 with it (Tests/Reach). But normalized layers hardly see how far out a sample lies, whose
    /// length they take away: of 16 normal numbers against the same times 1.1 such a critic is right 0.50 of the
    /// time, and 0.59 with a plain one beside it. Of points that is most of what there is to see.
    static func areTwo(numbers: Int) -> Bool { numbers > Points.mostNumbers }

    /// Of the plain network beside: half as wide for large pictures, where its first layer would cost the most.
    private static func unitsBeside(numbers: Int) -> Int { numbers < 256 ? 256 : 128 }
    private static let depthBeside = 2

    /// The run's own discriminator's where they are convolutions, which know what pictures are; else dense layers that
    /// see more than most discriminators of points and rows: a critic with the discriminator's own few units would be
    /// blind to what that one is blind to.
    /// - Parameter numbers: in a sample.
    static func automatic(_ discriminator: [Choice], numbers: Int) -> [Choice] {
        if areTaken(from: discriminator), let plain = ConditionedLayers.withoutLabels(discriminator) { return plain }
        let units = units(numbers: numbers)
        guard areTwo(numbers: numbers) else { return [layer("flatten")] + network(units, depth) }
        let beside = network(unitsBeside(numbers: numbers), depthBeside)
        return [
            layer("flatten"),
            layer(
                "residual",
                [
                    "layers": .list(network(units, depth, isNormalized: true).map { .choice($0) }),
                    "shortcut": .list(beside.map { .choice($0) }),
                ]),
        ]
    }

    /// For texts that come without a run: convolutions along them, as a run's own discriminator of texts has.
    static func texts() -> [Choice] {
        let convolution = layer("conv1d", ["filters": .integer(64), "kernel": .integer(5), "padding": .text("same")])
        return [
            convolution, layer("leaky_relu"), convolution, layer("leaky_relu"), layer("flatten"),
            layer("dense", ["units": .integer(128)]), layer("leaky_relu"), layer("dense", ["units": .integer(1)]),
        ]
    }

    /// Dense layers that end in a logit.
    private static func network(_ units: Int, _ depth: Int, isNormalized: Bool = false) -> [Choice] {
        let one = [layer("dense", ["units": .integer(units)])] + (isNormalized ? [layer("layer_norm")] : [])
        return Array(repeating: one + [layer("leaky_relu")], count: depth).flatMap { $0 }
            + [layer("dense", ["units": .integer(1)])]
    }

    /// Of the dense layers, in a few words.
    static func name(numbers: Int) -> String {
        let plain = "dense \(units(numbers: numbers))"
        guard areTwo(numbers: numbers) else { return "\(plain) x \(depth)" }
        return "\(plain) + layer_norm x \(depth) beside dense \(unitsBeside(numbers: numbers)) x \(depthBeside)"
    }

    static func areTaken(from discriminator: [Choice]) -> Bool {
        discriminator.contains { $0.name.hasPrefix("conv") } && ConditionedLayers.withoutLabels(discriminator) != nil
    }

    /// Of weights whose layer names none: a discriminator's may be too small for a critic that has less time.
    static let initializer = Initializers.registry.choice("kaiming")

    private static func layer(_ name: String, _ values: [String: Value] = [:]) -> Choice {
        Layers.registry.choice(name, values)
    }
}
