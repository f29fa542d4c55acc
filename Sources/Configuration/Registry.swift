/// One entry of a registry: a type in a file of its own, named in its registry's list.
public protocol Entry: Sendable {
    static var declaration: Declaration { get }

    /// What other programs call it, where they differ; none unless it says so.
    static var elsewhere: [Elsewhere] { get }

    /// `values` are complete and checked against `declaration`.
    init(_ values: Values)
}

extension Entry {
    public static var elsewhere: [Elsewhere] { [] }
}

/// A registry: the list of its entries' types. `Entries` is the protocol that they share (`any Layer`, ...).
public struct Registry<Entries>: Sendable {
    public let kind: RegistryKind
    public let types: [any Entry.Type]
    /// Keys that every entry takes besides its own.
    public let common: [Key]
    /// Keys that an entry takes by what it is.
    public let added: @Sendable (any Entry.Type) -> [Key]

    public init(
        _ kind: RegistryKind, _ types: [any Entry.Type], common: [Key] = [],
        added: @escaping @Sendable (any Entry.Type) -> [Key] = { _ in [] }
    ) {
        self.kind = kind
        self.types = types
        self.common = common
        self.added = added
    }

    public var declarations: [Declaration] { types.map(declaration) }

    /// What one of its entries says of itself, with what all of them take.
    func declaration(of type: any Entry.Type) -> Declaration {
        type.declaration.with(common + added(type), type.elsewhere)
    }

    /// The entry that `choice` names, made from its values. Traps on a choice that was not decoded against this
    /// registry's declarations.
    public func make(_ choice: Choice) -> Entries {
        guard let type = types.first(where: { $0.declaration.name == choice.name }),
            let entry = type.init(choice.located(type.declaration)) as? Entries
        else { preconditionFailure("'\(choice.name)' is not in \(kind.rawValue)") }
        return entry
    }
}

/// The declarations of every registry and of the file's sections: all that decoding needs to know of the modules
/// above.
public struct Vocabulary: Sendable {
    public let declarations: [RegistryKind: [Declaration]]
    /// What people call entries elsewhere.
    public let commonNames: [CommonName]
    /// Everything in a file.
    public let file: Declaration
    /// What is left of a file when its bases are merged and its sweep is expanded: one run.
    let run: Declaration
    /// How paths are meant that are decoded by it; nil: as they are.
    var paths: DataPaths?

    public init(_ declarations: [RegistryKind: [Declaration]], commonNames: [CommonName] = []) {
        self.commonNames = commonNames
        self.declarations = declarations.mapValues { $0.map { $0.switching(declarations) } }
        file = ExperimentSchema.file.switching(declarations)
        run = ExperimentSchema.run.switching(declarations)
    }

    public func declarations(of kind: RegistryKind) -> [Declaration] { declarations[kind] ?? [] }

    /// The sections that have keys, for explaining them by name: those of a file, then those inside them.
    public var sections: [Declaration] {
        func inner(_ declaration: Declaration) -> [Declaration] {
            declaration.keys.compactMap { if case .section(let section) = $0.type { section } else { nil } }
        }
        let outer = inner(file)
        return [file] + outer + outer.flatMap(inner)
    }
}
