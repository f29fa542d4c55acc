import CZlib
import Configuration
import Foundation
import TestSupport
import Testing

@testable import Datasets

/// An entry of the registry with the defaults that it declares, some of them replaced.
func source(_ name: String, _ values: [String: Value] = [:]) throws -> any DatasetSource {
    let choice = DatasetSources.registry.declarations.choice(.datasets, name, values)
    return DatasetSources.registry.make(choice)
}

extension TemporaryFolder {
    /// The text of the error that `body` throws, help included, without the folder in paths.
    func failure<T>(_ body: () throws -> T) -> String {
        do {
            _ = try body()
            return "no error"
        } catch let error as DatasetError {
            return short(error.description)
        } catch {
            return "another error: \(error)"
        }
    }
}

/// An IDX file of unsigned bytes.
func idx(_ dimensions: [Int], _ bytes: [UInt8], type: UInt8 = 8) -> [UInt8] {
    let sizes = dimensions.flatMap { size in
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) }
    }
    return [0, 0, type, UInt8(dimensions.count)] + sizes + bytes
}

/// `bytes` as gzip writes them.
func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let file = try #require(gzopen("\(folder.path)/file.gz", "wb9"))
    let written = bytes.withUnsafeBytes { gzwrite(file, $0.baseAddress, UInt32($0.count)) }
    try #require(gzclose(file) == Z_OK && Int(written) == bytes.count)
    return try Array(Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/file.gz")))
}

/// The mean and the variance (over n) of some numbers.
func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
}

extension Samples {
    /// The values of one sample.
    func row(_ index: Int) -> [Float] { values(of: index..<index + 1) }

    var rows: [[Float]] { (0..<count).map(row) }
}
