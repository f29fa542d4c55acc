/// How a convolution's weights are stored: as those of a convolution or of a transposed convolution.
enum WeightOrder {
    /// A weight lies at row (tap, image channel), column map channel.
    case convolution
    /// A weight lies at row (tap, map channel), column image channel.
    case transposed
}
