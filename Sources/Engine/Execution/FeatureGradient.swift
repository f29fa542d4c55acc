/// A gradient that comes to a value inside a network by another way than its output.
public struct FeatureGradient {
    let slot: Int
    /// Of one sample.
    let count: Int
    /// [rows, count]
    let gradient: UnsafePointer<Float>
}
