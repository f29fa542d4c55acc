/// W / sigma(W), sigma the largest singular value of W as a matrix [out, in and kernel]. Miyato et al. 2018, section
/// 2.1. Remembers the two singular vectors u: [out] and v: [in and kernel] of the power iteration.
public struct SpectralNorm: WeightTransform {
    public static let name = "spectral_norm"
    /// Power iterations at the start, as in PyTorch.
    public static let firstIterations = 15

    public init() {}

    public func storedName(_ parameter: String) -> String { "parametrizations.\(parameter).original" }

    public func state(of parameter: String, _ layout: ParameterLayout) -> [ParameterDeclaration] {
        let start = ParameterDeclaration.Start.values(.normal(mean: 0, deviation: 1))
        let output = layout.outputAxes
        func vector(_ isMeant: (Int) -> Bool) -> ParameterLayout {
            let kept = layout.axes.indices.filter(isMeant)
            let order = layout.order.filter(isMeant).map { axis in kept.firstIndex(of: axis) ?? 0 }
            let axes = kept.map { layout.axes[$0] }
            return ParameterLayout(.vector, axes: axes, order: order, shape: [axes.reduce(1, saturatingProduct)])
        }
        return [
            ParameterDeclaration("parametrizations.\(parameter).0._u", vector(output.contains), start),
            ParameterDeclaration("parametrizations.\(parameter).0._v", vector { !output.contains($0) }, start),
        ]
    }
}
