import Configuration
import Diagnostics

extension [Declaration] {
    /// The entry of that name with the values given, the rest as declared: as decoding a file would make it.
    /// Values of keys that it does not have are left out, so that a test can go over a registry.
    public func choice(
        _ kind: RegistryKind, _ name: String, _ given: [String: Value] = [:], at location: Location? = nil
    ) -> Choice {
        guard let declaration = first(where: { $0.name == name }) else { fatalError("'\(name)' is not in \(kind)") }
        var complete: [String: Value] = [:]
        for key in declaration.keys {
            guard let value = given[key.name] ?? key.defaultValue else { fatalError("'\(key.name)' must be given") }
            complete[key.name] = value
        }
        return Choice(kind, name, Values(complete), at: location)
    }
}
