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

    /// Whether every dense layer's outputs are normalized. Without it what a critic proves of the same rows swings with
    /// its first weights, as some never find what others do: of a table whose columns hang together 0.44 to 0.74 in
    /// total variation over six draws, and 0.77 to 0.81 with it (Tests/Reach). Of points it hides more than it helps:
    /// how far out a point lies is most of what there is to see.
    static func areNormalized(numbers: Int) -> Bool { numbers > Points.mostNumbers }

    /// The run's own discriminator's where they are convolutions, which know what pictures are; else dense layers that
    /// see more than most discriminators of points and rows: a critic with the discriminator's own few units would be
    /// blind to what that one is blind to.
    /// - Parameter numbers: in a sample.
    static func automatic(_ discriminator: [Choice], numbers: Int) -> [Choice] {
        if areTaken(from: discriminator), let plain = ConditionedLayers.withoutLabels(discriminator) { return plain }
        var layers = [layer("flatten")]
        for _ in 0..<depth {
            layers.append(layer("dense", ["units": .integer(units(numbers: numbers))]))
            if areNormalized(numbers: numbers) { layers.append(layer("layer_norm")) }
            layers.append(layer("leaky_relu"))
        }
        return layers + [layer("dense", ["units": .integer(1)])]
    }

    /// Of the dense layers, in a few words.
    static func name(numbers: Int) -> String {
        "dense \(units(numbers: numbers))\(areNormalized(numbers: numbers) ? " + layer_norm" : "") x \(depth)"
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
