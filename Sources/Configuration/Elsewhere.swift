/// What another program calls an entry, or a section: the name and the value that give the same there.
public struct Elsewhere: Hashable, Sendable {
    /// Programs whose names people bring along, as they were read for this.
    public enum Program: String, CaseIterable, Sendable {
        case studioGAN = "StudioGAN"
        case mmagic
        case torchGAN = "TorchGAN"
        case tfGAN = "TF-GAN"
        case pyTorchGAN = "PyTorch-GAN"
        case gretel = "gretel-synthetics"

        /// The commit or release that was read.
        public var version: String {
            switch self {
            case .studioGAN: "0001b9e"
            case .mmagic: "b3c855b"
            case .torchGAN: "42398eb"
            case .tfGAN: "0479fbd"
            case .pyTorchGAN: "c5d6be1"
            case .gretel: "0.22.20"
            }
        }
    }

    public let program: Program
    /// A name with its value.
    public let name: String
    /// What it does that the formula does not say; nil: the same.
    public let differs: String?
    /// Whether what differs is a mistake of that program.
    public let isWrong: Bool

    /// The same, or with what differs, which a person brings along can allow for.
    public init(_ program: Program, _ name: String, differs: String? = nil) {
        self.program = program
        self.name = name
        self.differs = differs
        isWrong = false
    }

    /// What computes something else than its name says.
    public init(_ program: Program, _ name: String, wrong: String) {
        self.program = program
        self.name = name
        differs = wrong
        isWrong = true
    }

    /// As in `saddle explain`.
    var text: String {
        guard let differs else { return name }
        return isWrong ? "\(name). Wrong (\(program.version)): \(differs)" : "\(name), but \(differs)"
    }
}
