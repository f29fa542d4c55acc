import Formats

/// Why a dataset cannot be read: what is wrong, the file named, and how to fix it.
public struct DatasetError: Error, Hashable, Sendable, CustomStringConvertible {
    public let message: String
    public let help: String?
    /// The dataset's key that is at fault, such as `columns.0`; nil: the data as a whole.
    public let key: String?
    /// What is wrong besides, and was found in the same pass.
    public let others: [DatasetError]

    public init(_ message: String, help: String? = nil, key: String? = nil, others: [DatasetError] = []) {
        self.message = message
        self.help = help
        self.key = key
        self.others = others
    }

    /// Bytes are not what a format wants.
    /// - Parameter name: what messages call the file.
    init(_ error: FormatError, in name: String) { self.init("\(name) \(error.message)", help: error.help) }

    public var description: String { help.map { "\(message)\nhelp: \($0)" } ?? message }

    /// What `body` gives; what it throws is about `key`, unless it names a key of its own.
    static func blaming<T>(_ key: String, _ body: () throws(DatasetError) -> T) throws(DatasetError) -> T {
        do { return try body() } catch {
            throw DatasetError(error.message, help: error.help, key: error.key ?? key, others: error.others)
        }
    }

    /// What every one of `names` gives; what any of them throws is thrown together.
    static func collecting<Name, T>(
        _ names: [Name], _ body: (Name) throws(DatasetError) -> T
    ) throws(DatasetError) -> [T] {
        var found: [T] = []
        var errors: [DatasetError] = []
        for name in names {
            do { found.append(try body(name)) } catch { errors.append(error) }
        }
        guard let first = errors.first else { return found }
        throw DatasetError(
            first.message, help: first.help, key: first.key, others: first.others + Array(errors.dropFirst()))
    }
}
