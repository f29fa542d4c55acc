import Networks

/// How an operation is written as nodes of an ONNX model, as it computes outside of training. A new operation conforms
/// in a file of this module; one that does not is refused with its layer's place.
protocol ExportedOperation: Operation {
    /// Adds the nodes that give the operation's output.
    /// - Returns: the name of the output, in the form that `ExportSite.output` has.
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String
}

/// Why an operation has no place in an ONNX model.
struct ExportRefusal: Error {
    let reason: String
    let help: String
}

extension GumbelNoise: ExportedOperation {
    /// ONNX's random numbers are others in every program, so whoever runs the model gives them.
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String {
        let noise = site.gumbelNoise(site.inputShape.count)
        return site.add("Add", [site.input, site.formed(noise, site.output)])
    }
}

extension DeviationOverBatch: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String { throw .batch }
}

extension SimilarityOverBatch: ExportedOperation {
    func export(_ site: inout ExportSite) throws(ExportRefusal) -> String { throw .batch }
}

extension ExportRefusal {
    fileprivate static let batch = ExportRefusal(
        reason: "makes what it says of a sample depend on the other samples of the batch",
        help: "a discriminator without this layer can be exported; so can the generator")
}
