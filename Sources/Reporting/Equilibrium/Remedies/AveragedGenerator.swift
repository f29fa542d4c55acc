import Configuration

/// Yazıcı et al. 2019.
enum AveragedGenerator: Remedy {
    static let name = "average"
    static let help = "Judge an average of the generator over its last updates"

    static func settings(_ spec: RunSpec) -> [String]? {
        spec.generator.average == nil ? [spec.averaged] : nil
    }
}
