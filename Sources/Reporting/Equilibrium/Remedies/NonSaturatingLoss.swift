import Configuration

/// Goodfellow et al. 2014, section 3.
enum NonSaturatingLoss: Remedy {
    static let name = "non_saturating"
    static let help = "Take the non-saturating loss: minimax fades where the discriminator is sure"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.loss.name == "minimax" ? ["loss=non_saturating"] : nil
    }
}
