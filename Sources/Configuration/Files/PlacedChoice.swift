extension Choice {
    /// Its values with paths as they are opened.
    func located(_ declaration: Declaration) -> Values {
        guard let paths else { return values }
        var located: [String: Value] = [:]
        for key in declaration.keys {
            guard case .path = key.type, let text = values.optionalText(key.name), !text.hasPrefix("/") else {
                continue
            }
            located[key.name] = .text(paths.located(text))
        }
        return values.merging(located)
    }

    /// What to do about an error of one of its keys.
    /// - Parameter help: what its entry says.
    public func help(on key: String, _ help: String?) -> String? {
        guard let paths, case .text(let text)? = values.entries[key] else { return help }
        return paths.help(text, help)
    }
}

extension Vocabulary {
    /// For a file, whose paths are then meant as `DataPaths` says.
    func placed(_ paths: DataPaths) -> Vocabulary {
        var vocabulary = self
        vocabulary.paths = paths
        return vocabulary
    }
}
