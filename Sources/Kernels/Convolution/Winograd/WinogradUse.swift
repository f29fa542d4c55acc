/// Which passes of a convolution are computed by windows: those that get faster; or, for tests, all that can be, with
/// windows of at most four sources, or of five.
public enum WinogradUse: Sendable {
    case whereItPays, small, large

    /// Sources of the largest windows to choose from.
    var mostSources: [Int] {
        switch self {
        case .whereItPays: [WinogradFilter.fewSources, WinogradFilter.mostSources]
        case .small: [WinogradFilter.fewSources]
        case .large: [WinogradFilter.mostSources]
        }
    }
}
