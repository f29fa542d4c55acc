import Kernels

/// What a step computes in the same pass after its operation: adding a bias, applying an activation.
struct Epilogue: Hashable, Sendable {
    /// The bias in the graph's parameters.
    var bias: Int?
    var activation = Activation.identity

    /// As a plan is printed: " + relu".
    var activationText: String {
        activation == .identity ? "" : " + " + "\(activation)".prefix { $0 != "(" }
    }

    struct Support: OptionSet, Sendable {
        let rawValue: Int
        static let bias = Support(rawValue: 1)
        static let activation = Support(rawValue: 2)
    }
}
