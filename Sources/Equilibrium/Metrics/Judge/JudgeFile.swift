import Datasets
import Formats
import Training

/// A judge as a file, so that it is trained once for a dataset.
extension Judge {
    /// Its parameters, with its checksum and accuracy as notes.
    public var file: Safetensors {
        Safetensors(metadata: ["checksum": checksum, "accuracy": "\(accuracy)"], tensors: tensors)
    }

    /// Takes a judge from a file.
    ///
    /// - Throws: where the file holds the judge of other data, or of another recipe, or something else.
    public init(_ file: Safetensors, for dataset: Dataset) throws(JudgeFileError) {
        let wanted = Judge.checksum(of: dataset)
        guard let checksum = file.metadata["checksum"],
            let accuracy = file.metadata["accuracy"].flatMap({ Double($0) }), (0...1).contains(accuracy)
        else { throw JudgeFileError("the file holds no judge") }
        guard checksum == wanted else {
            throw JudgeFileError("the judge is that of other data: its checksum is \(checksum), the data's \(wanted)")
        }
        let architecture = JudgeArchitecture(shape: dataset.shape, classes: dataset.classNames.count)
        do { _ = try architecture.network(file.tensors) } catch { throw JudgeFileError("\(error)") }
        self.init(checksum: checksum, accuracy: accuracy, tensors: file.tensors, architecture: architecture)
    }
}

public struct JudgeFileError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
