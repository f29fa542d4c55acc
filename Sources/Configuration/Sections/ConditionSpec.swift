/// How the samples' labels enter the game: it is then played for samples together with their labels.
public struct ConditionSpec: Hashable, Sendable {
    public enum Method: String, CaseIterable, Hashable, Sendable {
        case concat, embedding, projection, auxiliary, layers, columns
    }

    public var method: Method
    /// Of the embedding of the method `embedding`.
    public var dimension: Int
    /// Of the cross-entropy of the class, for the method `auxiliary`; of the category that was asked for, in the
    /// generator's loss, for the method `columns`.
    public var weight: Double
    /// The course of that weight; nil: it stays.
    public var schedule: Choice?

    /// Whether the method `columns` shows rare categories more often than the data has them.
    public var logFrequency = true

    public init(method: Method = .layers, dimension: Int = usualDimension, weight: Double = 1) {
        self.method = method
        self.dimension = dimension
        self.weight = weight
    }

    public static let usualDimension = 32
}

extension ConditionSpec.Method: WordField {}

extension ConditionSpec {
    static let form = SectionForm(
        "condition", "A conditional GAN: both networks see the samples' labels.",
        details: """
            The data must have labels: digits, fashion_mnist, idx with labels, csv with a label column; of a mixture they are
            its modes. The fakes of an update have the labels of its real samples, so that the shares of the classes are the
            data's, and pairs of a paired loss have one label. Points between real and generated samples lie between samples
            of one label. Pictures of images show a column for each class. The fresh critic and the sample metrics see
            samples without their labels: of how well a sample fits its label the metric label_accuracy tells.

            concat: `concat_label` is put first in both networks (Mirza & Osindero 2014, cGAN).
            embedding: the same with `dimension` trained values for each class: `concat_label: {embedding: 32}`.
            projection: `conditional_batch_norm` in the place of every batch_norm of the generator, `projection` in the
            place of the discriminator's last `dense: 1` (Miyato & Koyama 2018).
            auxiliary: AC-GAN (Odena, Olah & Shlens 2017, arXiv:1610.09585): `concat_label` is put first in the generator; the
            discriminator sees no labels, and its last `dense: 1` becomes a dense layer of 1 + classes outputs, its own and a
            logit for each class. Both players' losses get weight * the mean cross-entropy of the class: the
            discriminator's on real and on generated samples, the generator's on its own. The losses that are reported are
            without it; penalties, regularizers and evaluations look at the discriminator's own output. A generator can win
            the classes by samples that are easy to tell apart and not the data's: compare with projection.
            layers: nothing is put anywhere; layers that read labels stand in the lists: `concat_label`, `embedding`,
            `conditional_batch_norm`, `projection`, or `from: label`, one value for each class.
            columns: for a table, whose columns of categories take the place of labels (CTGAN's conditional vector, Xu et
            al. 2019). A condition is one category of one column; the column is drawn evenly, and the category by the
            logarithm of how often it is (log_frequency: false: as often as it is), so that rare ones are learned too.
            Both networks see it as with concat, the discriminator beside a training sample that fulfils it, and the
            generator's loss has `weight` times the cross-entropy of the category that was asked for, of the values that it
            draws (CTGAN: of their logits). A packed discriminator sees the conditions of all its samples. Samples are made
            with conditions as often as the data fulfils them, whatever log_frequency is (CTGAN 0.12.1 has its training's
            shares there, too).
            A network whose own layers read labels stays as it is with every method.

            mimicry: cGAN-PD is projection. HyperGAN, TorchGAN: labels appended to the noise.
            """,
        fields: [
            Field("method", \.method, Method.type, "where the labels enter"),
            Field(
                "dimension", \.dimension, .integer(1...65536), absent: usualDimension,
                "trained values of each class, for the method embedding; default: \(usualDimension)"
            ).needing("method", [.text("embedding")]),
            Field(
                "log_frequency", \.logFrequency, .boolean, absent: true,
                "for the method columns: whether rare categories are shown more often; default: true"
            ).needing("method", [.text("columns")]),
            Field(
                "weight", \.weight, .real(.nonNegative), absent: 1,
                "for the methods auxiliary and columns: of the cross-entropy of the class, or of the category that was "
                    + "asked for; default: 1"
            ).needing("method", [.text("auxiliary"), .text("columns")]),
            Field(
                "schedule", \.schedule, .choice(.schedules), default: .null,
                "for the methods auxiliary and columns: the course of weight, a factor by iteration; default: it stays"),
        ],
        blank: ConditionSpec(), example: "condition: {method: concat}",
        elsewhere: [
            Elsewhere(.studioGAN, "g_cond_mtd: cBN, d_cond_mtd: PD is projection"),
            Elsewhere(
                .studioGAN, "d_cond_mtd: AC, cond_lambda is auxiliary, weight",
                differs: "the discriminator learns the classes of real samples alone"),
            Elsewhere(.torchGAN, "AuxiliaryClassifierDiscriminatorLoss is auxiliary"),
            Elsewhere(.tfGAN, "acgan_discriminator_loss, acgan_generator_loss is auxiliary"),
            Elsewhere(
                .pyTorchGAN, "acgan.py is auxiliary",
                wrong:
                    "its classifier ends in Softmax, and CrossEntropyLoss applies softmax again: the loss cannot fall "
                    + "below 1.46 with 10 classes"),
            Elsewhere(
                .pyTorchGAN, "cgan.py is embedding, dimension 10",
                differs: "its loss is least_squares"),
        ])
}
