/// A place in a file, by its dotted path, and the names of the keys that may stand there: a section, or an entry of a
/// registry.
struct KeyPlace {
    let path: String
    let names: [String]
    /// Whether it is an entry of a list, which the path calls by its number.
    let isOfList: Bool
}

extension [KeyPlace] {
    /// The paths of those that have a key; nil for none. Those below a section before others, since of a player's key
    /// the other player's place is of no use; entries of lists only where nothing else has it.
    func holding(_ key: String, below section: String) -> [String]? {
        func preferred(_ places: [KeyPlace], _ isPreferred: (KeyPlace) -> Bool) -> [KeyPlace] {
            let some = places.filter(isPreferred)
            return some.isEmpty ? places : some
        }
        let found = preferred(filter { $0.names.contains(key) }) { $0.path.hasPrefix(section + ".") }
        return found.isEmpty ? nil : preferred(found) { !$0.isOfList }.map(\.path)
    }
}

extension Vocabulary {
    /// Where keys stand in a file, below its outermost ones.
    var keyPlaces: [KeyPlace] {
        func places(_ declaration: Declaration, _ path: String) -> [KeyPlace] {
            declaration.keys.flatMap { key in
                let own = path + key.name
                func entries(_ kind: RegistryKind, at path: String, isOfList: Bool) -> [KeyPlace] {
                    let names = declarations(of: kind).flatMap { $0.keys.map(\.name) }
                    return [KeyPlace(path: path, names: names, isOfList: isOfList)]
                }
                switch key.type {
                case .section(let section):
                    let place = KeyPlace(path: own, names: section.keys.map(\.name), isOfList: false)
                    return [place] + places(section, own + ".")
                case .choice(let kind): return entries(kind, at: own, isOfList: false)
                case .choices(let kind): return entries(kind, at: own + ".0", isOfList: true)
                default: return []
                }
            }
        }
        return places(file, "")
    }
}
