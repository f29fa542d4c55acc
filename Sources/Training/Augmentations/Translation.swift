import Configuration
import Kernels

/// Images moved by up to an eighth of their sides. Zhao et al. 2020, section 3.
struct Translation: Augmentation {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "apply_diffaug: true",
            differs: "its policy is color,translation,cutout as a whole")
    ]

    static let declaration = Declaration(
        "translation", "DiffAugment: moves every image by some pixels",
        details: """
            y[i, j] = x[i + a, j + b], 0 where that lies outside, a and b whole numbers uniform from -k to k, k = `share` of
            the height and of the width, rounded. Zhao et al. 2020 (arXiv:2006.10738). Data-efficient-gans, StudioGAN
            (diffaug): `translation` of the policy, share 0.125.
            """,
        keys: [
            Key("share", .real(RealRange(0, 1, includesLower: false)), default: .real(0.125), "of a side, the most")
        ],
        shorthand: "share", example: "augmentation: [translation: 0.125]")
    static let draws = 2
    static let identity: [Float] = [0, 0]
    let share: Double

    init(_ values: Values) { share = values.real("share") }

    func settle(_ draws: UnsafeMutablePointer<Float>, _ images: ImageBatch) {
        let most = images.part(share)
        for index in 0..<2 * images.count {
            let most = Float(index % 2 == 0 ? most.height : most.width)
            draws[index] = draws[index].wholeNumber(below: 2 * most + 1) - most
        }
    }

    func apply(_ pass: AugmentationPass) {
        ImageShifts.translate(
            pass.input, into: pass.output, pass.images, offsets: pass.settings, workers: pass.workers)
    }

    func pullBack(_ pass: AugmentationPass) {
        ImageShifts.translate(
            pass.input, into: pass.output, pass.images, offsets: pass.settings, sign: -1, workers: pass.workers)
    }
}
