import Configuration

/// An entry of a network's layer list. A layer holds its settings and says which operations it is made of; it computes
/// nothing itself.
public protocol Layer: Entry {
    /// Whether the values that `from` names are joined to the current one, rather than read in its place.
    var joins: Bool { get }

    /// Adds the layer's operations after what `builder` holds.
    /// - Throws: where the layer cannot follow the current shape.
    func lower(_ builder: inout GraphBuilder) throws(ShapeError)
}

extension Layer {
    public var joins: Bool { false }
}

/// The layers by name. A new layer is a file in Layers/ and a word here.
public enum Layers {
    public static let registry = Registry<any Layer>(
        .layers,
        [
            Dense.self, Maxout.self, Conv2D.self, ConvTranspose2D.self, ModulatedConv2D.self, Conv1D.self,
            ConvTranspose1D.self, SelfAttention.self, LearnedConstant.self,
            BatchNorm.self, ConditionalBatchNorm.self, SelfModulatedBatchNorm.self, LayerNorm.self, InstanceNorm.self,
            AdaptiveInstanceNorm.self, GroupNorm.self,
            PixelNorm.self,
            Dropout.self, ChannelDropout.self, GaussianNoise.self, PhaseShuffle.self, MinibatchStddev.self,
            MinibatchDiscrimination.self,
            Upsample.self, AveragePool.self, MaxPool.self, GlobalPool.self, Blur.self, PixelShuffle.self,
            Flatten.self, Reshape.self, Rescale.self, Clamp.self, ReconstructionError.self, Add.self, Concat.self,
            Residual.self, Repeat.self,
            ReLU.self, LeakyReLU.self, PReLU.self, ELU.self, SELU.self, GELU.self, Softplus.self, Tanh.self,
            Sigmoid.self, Softmax.self, GumbelSoftmax.self, PerColumn.self, TableOutput.self, Embedding.self,
            ConcatLabel.self, Projection.self,
        ], common: [.id, .from])
}
