import Configuration

/// Salimans et al. 2016, section 3.4.
enum SmoothLabels: Remedy {
    static let name = "label_smoothing"
    static let help = "Smooth the labels of real samples"

    static func settings(_ spec: RunSpec) -> [String]? {
        ["minimax", "non_saturating", "least_squares"].contains(spec.loss.name) && spec.labelSmoothing.real == 1
            ? ["label_smoothing.real=0.9"] : nil
    }
}
