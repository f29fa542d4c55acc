import Configuration

/// The scaled exponential linear unit of Klambauer et al. 2017.
struct SELU: Layer {
    static let declaration = Declaration(
        "selu", "self-normalizing exponential linear unit",
        details: "y = 1.0507 · (x where x > 0, 1.6733 · (exp(x) - 1) elsewhere). Klambauer et al. 2017. PyTorch: SELU.",
        example: "- selu")

    let function: Pointwise.Function

    init(_ values: Values) { function = .selu }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(Pointwise(function)) }
}
