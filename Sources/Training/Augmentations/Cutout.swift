import Configuration
import Kernels

/// A window of every image blanked out. DeVries & Taylor 2017; Zhao et al. 2020, section 3.
struct Cutout: Augmentation {
    static let elsewhere = [
        Elsewhere(
            .studioGAN, "apply_diffaug: true",
            differs: "its policy is color,translation,cutout as a whole")
    ]

    static let declaration = Declaration(
        "cutout", "DiffAugment: blanks out a window of every image",
        details: """
            0, the middle of the pixels' range, in a window of `share` of the height and of the width, rounded, whose
            middle may be any pixel: it may reach beyond the image. DeVries & Taylor 2017 (arXiv:1708.04552); Zhao et al.
            2020 (arXiv:2006.10738). Data-efficient-gans, StudioGAN (diffaug): `cutout` of the policy, share 0.5.
            """,
        keys: [
            Key("share", .real(RealRange(0, 1, includesLower: false)), default: .real(0.5), "of a side, the window's")
        ],
        shorthand: "share", example: "augmentation: [cutout: 0.5]")
    static let draws = 2
    /// The middle of a window far outside of every image.
    static let identity: [Float] = [-1e6, -1e6]
    let share: Double

    init(_ values: Values) { share = values.real("share") }

    func settle(_ draws: UnsafeMutablePointer<Float>, _ images: ImageBatch) {
        let window = images.part(share)
        // As many places on either side of the image's middle, whether or not the window has a middle pixel.
        let (rows, columns) = (images.height + 1 - window.height % 2, images.width + 1 - window.width % 2)
        for index in 0..<2 * images.count {
            draws[index] = draws[index].wholeNumber(below: Float(index % 2 == 0 ? rows : columns))
        }
    }

    func apply(_ pass: AugmentationPass) {
        ImageShifts.cutOut(
            pass.input, into: pass.output, pass.images, places: pass.settings, size: pass.images.part(share),
            workers: pass.workers)
    }

    func pullBack(_ pass: AugmentationPass) { apply(pass) }
}
