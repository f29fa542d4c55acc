import Configuration
import Kernels

/// Every second image mirrored, left for right.
struct Flip: Augmentation {
    static let declaration = Declaration(
        "flip", "mirrors every second image, left for right",
        details: """
            With probability 1/2 an image is mirrored, real and generated ones alike, so that the generator need not learn
            both: not for letters and digits. StyleGAN2-ADA: xflip of its augmentations. `data: {dataset: images, mirror:
            true}` mirrors the data instead.
            """,
        example: "augmentation: [flip]")
    static let draws = 1
    static let identity: [Float] = [0]

    init(_ values: Values) {}

    func settle(_ draws: UnsafeMutablePointer<Float>, _ images: ImageBatch) {
        for image in 0..<images.count { draws[image] = draws[image] < 0.5 ? 1 : 0 }
    }

    func apply(_ pass: AugmentationPass) {
        ImageShifts.mirror(
            pass.input, into: pass.output, pass.images, flags: pass.settings, workers: pass.workers)
    }

    func pullBack(_ pass: AugmentationPass) { apply(pass) }
}
