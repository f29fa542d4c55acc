import Configuration
import Diagnostics
import Kernels

/// A random change of every sample that the discriminator sees in training, real and generated alike, through which the
/// generator's gradient flows back. An entry is a value; what it draws is given to it.
public protocol Augmentation: Entry {
    /// Numbers that it is given for each sample, uniform on [0, 1).
    static var draws: Int { get }

    /// Turns uniform numbers into what `apply` reads: in place, [count, draws].
    func settle(_ draws: UnsafeMutablePointer<Float>, _ images: ImageBatch)

    /// What leaves an image as it is, in the form that `settle` gives.
    static var identity: [Float] { get }

    /// The changed images.
    func apply(_ pass: AugmentationPass)

    /// The gradient by the images from that by the changed ones.
    func pullBack(_ pass: AugmentationPass)
}

/// From `input` to `output`, [count, image] each and not the same memory; `settings` [count, draws].
public struct AugmentationPass {
    let input: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
    let settings: UnsafePointer<Float>
    let images: ImageBatch
    let workers: Workers
}

public enum Augmentations {
    public static let registry = Registry<any Augmentation>(
        .augmentations, [Color.self, Translation.self, Cutout.self, Flip.self])

    /// What is wrong with augmentations of samples of a shape.
    static func findings(_ choices: [Choice], shape: [Int], named name: String) -> [Diagnostic] {
        guard shape.count != 3 else { return [] }
        return choices.map {
            Diagnostic(
                .error, "augmentation '\($0.name)' changes images; data '\(name)' has samples of shape \(shape)",
                at: $0.location, help: "leave it out, or add noise with regularization: [instance_noise: {std: 0.1}]")
        }
    }
}

extension ImageBatch {
    /// A share of the height and of the width, rounded.
    func part(_ share: Double) -> (height: Int, width: Int) {
        (Int(Double(height) * share + 0.5), Int(Double(width) * share + 0.5))
    }
}

extension Float {
    /// A whole number from 0 to below `count`, each as likely as the others, from a number that is uniform on [0, 1).
    func wholeNumber(below count: Float) -> Float { min((self * count).rounded(.down), count - 1) }
}
