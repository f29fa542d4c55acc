/// Text as a part of a command to paste into a shell.
public enum ShellText {
    /// One word for the shell: as it is where that says the same, else quoted.
    public static func word(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "/._-=+,:@%".utf8.contains(byte)
            }
        }
        return isPlain && !text.isEmpty ? text : quoted(text)
    }

    /// In single quotes, within which a shell takes everything as it is.
    public static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }
}
