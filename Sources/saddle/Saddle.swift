import ArgumentParser

@main
struct Saddle: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "saddle", abstract: "Runs declarative GAN experiments and tells how close they came to equilibrium.")
}
