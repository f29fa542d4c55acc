import Configuration

/// An entry of a network's layer list. A layer holds its settings and says which operations it is made of; it computes
/// nothing itself.
public protocol Layer: Entry {
    /// Adds the layer's operations after what `builder` holds.
    /// - Throws: where the layer cannot follow the current shape.
    func lower(_ builder: inout GraphBuilder) throws(ShapeError)
}

/// The layers by name. A new layer is a file in Layers/ and a word here.
public enum Layers {
    public static let registry = Registry<any Layer>(
        .layers,
        [
            Dense.self, Maxout.self, Conv2D.self, ConvTranspose2D.self, LearnedConstant.self,
            BatchNorm.self, LayerNorm.self, Dropout.self,
            Flatten.self, Reshape.self,
            ReLU.self, LeakyReLU.self, ELU.self, SELU.self, GELU.self, Softplus.self, Tanh.self, Sigmoid.self,
        ])
}
