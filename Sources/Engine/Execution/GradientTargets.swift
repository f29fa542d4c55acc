/// Which gradients a backward pass is asked for. They are separate, so that the generator's update never computes the
/// discriminator's weight gradients, and the first layer no gradient of the data.
struct GradientTargets: OptionSet, Sendable {
    let rawValue: Int
    static let input = GradientTargets(rawValue: 1)
    static let parameters = GradientTargets(rawValue: 2)
}
