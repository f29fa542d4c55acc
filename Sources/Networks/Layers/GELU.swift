import Configuration

/// y = x · Phi(x).
struct GELU: Layer {
    static let declaration = Declaration(
        "gelu", "input times its probability under a normal distribution",
        details: "y = x · Phi(x), Phi the normal distribution function, exact. Hendrycks & Gimpel 2016. PyTorch: GELU.",
        example: "- gelu")

    let function: Pointwise.Function

    init(_ values: Values) { function = .gelu }

    func lower(_ builder: inout GraphBuilder) throws(ShapeError) { try builder.add(Pointwise(function)) }
}
