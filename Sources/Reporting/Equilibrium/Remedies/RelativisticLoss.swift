import Configuration

/// Jolicoeur-Martineau 2019.
enum RelativisticLoss: Remedy {
    static let name = "relativistic_average"
    static let help = "Take a loss that compares real samples with generated ones"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.hasPlainTargets && !spec.loss.name.hasPrefix("relativistic") ? ["loss=relativistic_average"] : nil
    }
}
