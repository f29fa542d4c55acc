extension Key {
    /// A transform of weights, each a key of every layer with weights and of a player.
    public static let weightTransforms = [spectralNorm]

    public static let spectralNorm = Key(
        "spectral_norm", .boolean, default: .null,
        "weights divided by their largest singular value, W / sigma(W): what a layer can stretch its input by is then "
            + "about 1 (Miyato et al. 2018). sigma comes of one power iteration before each of the player's own updates. "
            + "PyTorch: nn.utils.parametrizations.spectral_norm. Default: the network's; of a network: false")
}
