import Configuration

/// Lim & Ye 2017.
enum HingeLoss: Remedy {
    static let name = "hinge"
    static let help = "Take the hinge loss"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.hasPlainTargets && spec.loss.name != "hinge" ? ["loss=hinge"] : nil
    }
}
