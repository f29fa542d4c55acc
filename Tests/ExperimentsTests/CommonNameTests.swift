import Diagnostics
import TestSupport
import Testing

@testable import Configuration
@testable import Experiments

extension CommonName: CustomTestStringConvertible {
    public var testDescription: String { "\(kind.noun) \(names[0])" }
}

/// What people call things elsewhere is answered by what to write, and that is read without an error.
@Suite struct CommonNameTests {
    private func choice(_ text: String, _ kind: RegistryKind) throws -> (value: Choice?, findings: [Diagnostic]) {
        var findings = Findings()
        let node = try NodeReader.read(SourceText(path: "file.yaml", bytes: Array(text.utf8)), &findings)
        var fields = Fields(.saddle)
        let value = fields.choice(node, kind)
        return (value, findings.all + fields.findings.all)
    }

    /// What a file may extend, and nothing is wrong with.
    static let base = """
        data: {dataset: digits}
        noise: {dimension: 8}
        generator: {layers: [dense: 64, tanh, reshape: [8, 8, 1]]}
        discriminator: {layers: [flatten, dense: 16, leaky_relu, dense: 1]}
        training: {iterations: 100}
        """

    @Test(arguments: CommonNames.all) func whatIsWrittenForItIsRead(_ name: CommonName) throws {
        for called in name.names + name.names.map({ $0.uppercased() }) {
            let form = name.kind == .datasets ? "{dataset: \(called)}" : called
            let found = try choice(form, name.kind)
            #expect(found.value == nil)
            #expect(found.findings.map(\.message) == ["unknown \(name.kind.noun) '\(called)'"])
            #expect(found.findings.map(\.help) == [name.help()])
        }
        if let cure = name.cure {
            let found = try choice(cure, name.kind)
            #expect(found.value != nil && found.findings.isEmpty, "\(cure): \(found.findings.map(\.message))")
        }
        #expect(name.cure != nil || name.keys != nil)
    }

    /// The keys beside it, in a file, with the cure where it is the file's.
    @Test(arguments: CommonNames.all.filter { $0.keys != nil }) func theKeysBesidesAreRead(_ name: CommonName) throws {
        let folder = try TemporaryFolder([:])
        _ = try folder.write("base.yaml", Self.base)
        var text = "extends: base.yaml\n" + (try #require(name.keys)) + "\n"
        if name.kind == .losses, let cure = name.cure { text += "loss: \(cure.contains(":") ? "{\(cure)}" : cure)\n" }
        _ = try Preparation(files: [try folder.write("file.yaml", text)])
    }

    /// A name means one thing in its place, and none that exists.
    @Test func everyNameIsThereOnce() {
        for kind in RegistryKind.allCases {
            let own = CommonNames.all.filter { $0.kind == kind }
            let taken = Vocabulary.saddle.declarations(of: kind).map(\.name)
            for name in own.flatMap(\.names) {
                #expect(own.count { $0.isCalled(name) } == 1, "\(kind.noun) \(name)")
                #expect(!taken.contains(name), "\(kind.noun) \(name)")
            }
        }
    }

    /// A bare value goes with the name.
    @Test(arguments: [
        ("linear: 16", RegistryKind.layers, "write dense: 16"), ("lrelu: 0.1", .layers, "write leaky_relu: 0.1"),
        ("GP: 5", .regularizers, "write gradient_penalty: 5"), ("fc: {units: 16}", .layers, "write dense: 64"),
        ("conv: 32", .layers, "write conv2d: {filters: 64, kernel: 3, padding: same}"),
    ])
    func aValueIsKept(_ text: String, _ kind: RegistryKind, _ help: String) throws {
        #expect(try choice(text, kind).findings.map(\.help) == [help])
    }

    /// What is only written otherwise needs no line of the table.
    @Test(arguments: [
        (RegistryKind.layers, "LeakyReLU", "leaky_relu"), (.layers, "BatchNorm2d", "batch_norm"),
        (.layers, "Conv2d", "conv2d"), (.layers, "ConvTranspose2d", "conv_transpose2d"), (.layers, "ReLU", "relu"),
        (.layers, "linear", "dense"), (.losses, "Hinge", "hinge"), (.losses, "WGAN-GP", "gradient_penalty: 10"),
        (.losses, "bce", "non_saturating"), (.losses, "lsgan", "least_squares"), (.metrics, "FID", "judge"),
        (.datasets, "MNIST", "{dataset: digits}"), (.datasets, "CIFAR10", "{dataset: cifar"),
        (.optimizers, "RMSprop", "rmsprop"),
    ])
    func whatIsMeantIsNamed(_ kind: RegistryKind, _ name: String, _ meant: String) throws {
        let found = try choice(kind == .datasets ? "{dataset: \(name)}" : name, kind).findings
        #expect(found.count == 1 && found[0].help?.contains(meant) == true, "\(found.map(\.help))")
    }
}
