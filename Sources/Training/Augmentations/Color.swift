import Configuration
import Kernels

/// Brightness, saturation and contrast drawn anew for every sample. Zhao et al. 2020, section 3.
struct Color: Augmentation {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "apply_diffaug: true",
            differs: "its policy is color,translation,cutout as a whole")
    ]

    static let declaration = Declaration(
        "color", "DiffAugment: another brightness, saturation and contrast for every image",
        details: """
            x + b, b uniform from -0.5 to 0.5; then s·(x - m) + m, m the mean of a pixel's channels and s uniform from 0 to
            2; then c·(x - M) + M, M the mean of the image and c uniform from 0.5 to 1.5. Zhao et al. 2020
            (arXiv:2006.10738), with the numbers of their code, for pixels from -1 to 1. Grey images have no saturation
            to change. Data-efficient-gans, StudioGAN (diffaug): `color` of the policy.
            """,
        example: "augmentation: [color, translation, cutout]")
    static let draws = 3
    static let identity: [Float] = [0, 1, 1]

    init(_ values: Values) {}

    func settle(_ draws: UnsafeMutablePointer<Float>, _ images: ImageBatch) {
        for image in 0..<images.count {
            draws[3 * image] -= 0.5
            draws[3 * image + 1] *= 2
            draws[3 * image + 2] += 0.5
        }
    }

    func apply(_ pass: AugmentationPass) {
        ColorChanges.apply(
            pass.input, into: pass.output, pass.images, changes: pass.settings, workers: pass.workers)
    }

    func pullBack(_ pass: AugmentationPass) {
        ColorChanges.pullBack(
            pass.input, into: pass.output, pass.images, changes: pass.settings, workers: pass.workers)
    }
}
