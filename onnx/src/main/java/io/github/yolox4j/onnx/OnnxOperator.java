package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.Attribute.Kind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ONNX operators the project writes, as opset 17 defines them; the file writer writes them under other opsets.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/Operators.md">ONNX operator schemas</a>
 */
public enum OnnxOperator {

    // Elementwise, one operand
    IDENTITY("Identity", "the input"),
    NEG("Neg", "-x"),
    ABS("Abs", "|x|"),
    SIGN("Sign", "-1, 0 or 1"),
    FLOOR("Floor", "largest whole number not above x"),
    CEIL("Ceil", "smallest whole number not below x"),
    EXP("Exp", "e^x"),
    LOG("Log", "natural logarithm"),
    SQRT("Sqrt", "square root"),
    RECIPROCAL("Reciprocal", "1 / x"),
    ROUND("Round", "nearest whole number, halves to the even one"),
    ERF("Erf", "error function"),
    SIN("Sin", "sine"),
    COS("Cos", "cosine"),
    TAN("Tan", "tangent"),
    ASIN("Asin", "arc sine"),
    ACOS("Acos", "arc cosine"),
    ATAN("Atan", "arc tangent"),
    SINH("Sinh", "hyperbolic sine"),
    COSH("Cosh", "hyperbolic cosine"),
    ASINH("Asinh", "inverse hyperbolic sine"),
    ACOSH("Acosh", "inverse hyperbolic cosine"),
    ATANH("Atanh", "inverse hyperbolic tangent"),
    TANH("Tanh", "hyperbolic tangent"),
    SIGMOID("Sigmoid", "1 / (1 + e^-x)"),
    RELU("Relu", "max(x, 0)"),
    LEAKY_RELU("LeakyRelu", "x, or alpha x where x < 0", number("alpha")),
    ELU("Elu", "x, or alpha (e^x - 1) where x < 0", number("alpha")),
    SELU("Selu", "gamma x, or gamma alpha (e^x - 1)", number("alpha", "gamma")),
    SOFTPLUS("Softplus", "log(1 + e^x)"),
    SOFTSIGN("Softsign", "x / (1 + |x|)"),
    HARD_SIGMOID("HardSigmoid", "alpha x + beta within [0, 1]", number("alpha", "beta")),
    SOFTMAX("Softmax", "e^x over its sum along axis", integer("axis")),
    LOG_SOFTMAX("LogSoftmax", "logarithm of Softmax", integer("axis")),
    CLIP("Clip", inputs(1, 3), Elementwise::same, "x within [min, max], both optional inputs"),
    NOT("Not", "logical negation"),
    CAST("Cast", inputs(1), Elementwise::cast, "x as another element type", integer("to")),

    // Elementwise with broadcasting
    ADD("Add", inputs(2), Elementwise::broadcast, "a + b"),
    SUB("Sub", inputs(2), Elementwise::broadcast, "a - b"),
    MUL("Mul", inputs(2), Elementwise::broadcast, "a b"),
    DIV("Div", inputs(2), Elementwise::broadcast, "a / b"),
    POW("Pow", inputs(2), Elementwise::broadcast, "a^b"),
    MAX("Max", inputs(1, Arity.MANY), Elementwise::broadcast, "largest operand"),
    MIN("Min", inputs(1, Arity.MANY), Elementwise::broadcast, "smallest operand"),
    EQUAL("Equal", inputs(2), Elementwise::comparison, "a = b"),
    GREATER("Greater", inputs(2), Elementwise::comparison, "a > b"),
    GREATER_OR_EQUAL("GreaterOrEqual", inputs(2), Elementwise::comparison, "a >= b"),
    LESS("Less", inputs(2), Elementwise::comparison, "a < b"),
    LESS_OR_EQUAL("LessOrEqual", inputs(2), Elementwise::comparison, "a <= b"),
    AND("And", inputs(2), Elementwise::comparison, "both hold"),
    XOR("Xor", inputs(2), Elementwise::comparison, "one of both holds"),
    OR("Or", inputs(2), Elementwise::comparison, "either holds"),
    WHERE("Where", inputs(3), Elementwise::where, "a where the condition holds, else b"),

    // Reductions
    REDUCE_MEAN("ReduceMean", axes(), "mean over axes"),
    REDUCE_MAX("ReduceMax", axes(), "maximum over axes"),
    REDUCE_MIN("ReduceMin", axes(), "minimum over axes"),
    REDUCE_PROD("ReduceProd", axes(), "product over axes"),
    REDUCE_L1("ReduceL1", axes(), "sum of |x|"),
    REDUCE_SUM_SQUARE("ReduceSumSquare", axes(), "sum of squares"),
    REDUCE_L2("ReduceL2", axes(), "root of the sum of squares"),
    CUM_SUM("CumSum", inputs(2), Elementwise::same, "running sum", integer("exclusive", "reverse")),
    REDUCE_SUM(
            "ReduceSum",
            inputs(1, 2),
            Elementwise::reduce,
            "sum over the axes of the second input",
            integer("keepdims")),

    // Layout
    RESHAPE("Reshape", inputs(2), Layout::reshape, "same numbers, shape of the second input", integer("allowzero")),
    TRANSPOSE("Transpose", inputs(1), Layout::transpose, "axes in the order perm", integers("perm")),
    SQUEEZE("Squeeze", inputs(2), Layout::squeeze, "without the axes of the second input, all of size 1"),
    UNSQUEEZE("Unsqueeze", inputs(2), Layout::unsqueeze, "with new axes of size 1"),
    CONCAT("Concat", inputs(1, Arity.MANY), Layout::concat, "operands joined along axis", integer("axis")),
    SPLIT(
            "Split",
            inputs(2).outputs(Arity.MANY),
            Layout::split,
            "pieces of the given lengths along axis",
            integer("axis")),
    SLICE("Slice", inputs(3, 5), Layout::slice, "starts, ends, axes, steps"),
    TILE("Tile", inputs(2), Layout::tile, "repeated along each axis"),
    EXPAND("Expand", inputs(2), Layout::expand, "broadcast to a shape"),
    GATHER("Gather", inputs(2), Layout::gather, "entries of the first at the indices of the second", integer("axis")),
    SHAPE("Shape", inputs(1), Layout::shape, "the sizes of the input"),
    PAD("Pad", inputs(2, 3), Layout::pad, "x, numbers added before and after each axis, their value", text("mode")),
    CONSTANT_OF_SHAPE("ConstantOfShape", inputs(1), Layout::zeros, "zeros of a shape"),

    // Positions and what stands there
    RANGE("Range", inputs(3), Indexing::range, "from start, below limit, by delta"),
    ARG_MIN("ArgMin", inputs(1), Indexing::argMax, "position of the smallest", integer("axis", "keepdims")),
    ARG_MAX("ArgMax", inputs(1), Indexing::argMax, "position of the largest", integer("axis", "keepdims")),
    TOP_K("TopK", inputs(2).outputs(2), Indexing::topK, "the k largest and their positions", integer("axis")),
    NON_ZERO("NonZero", inputs(1), Indexing::nonZero, "positions that are not 0, one column each"),
    GATHER_ELEMENTS(
            "GatherElements", inputs(2), Indexing::gatherElements, "per entry, the one at an index", integer("axis")),
    GATHER_ND("GatherND", inputs(2), Indexing::gatherNd, "what stands at each position"),
    SCATTER_ND("ScatterND", inputs(3), Elementwise::same, "the first with the third written at the positions"),
    SCATTER_ELEMENTS(
            "ScatterElements",
            inputs(3),
            Elementwise::same,
            "the first, with the third added or written at the indices of the second along axis",
            integer("axis"),
            text("reduction")),
    NON_MAX_SUPPRESSION(
            "NonMaxSuppression",
            inputs(2, 5),
            Indexing::nonMaxSuppression,
            "boxes, scores, most per class, IoU above which one goes, score that must be exceeded",
            integer("center_point_box")),

    DEPTH_TO_SPACE(
            "DepthToSpace",
            inputs(1),
            Layout::depthToSpace,
            "blocks of channels as blocks of pixels",
            integer("blocksize"),
            text("mode")),
    SPACE_TO_DEPTH("SpaceToDepth", inputs(1), Layout::spaceToDepth, "the reverse", integer("blocksize")),

    // Networks
    MAT_MUL("MatMul", inputs(2), Network::matMul, "matrix product over the last two axes"),
    CONV(
            "Conv",
            inputs(2, 3),
            Network::conv,
            "cross-correlation of x [N, C, ...] with w [O, C/group, ...], and a bias [O]",
            integers("kernel_shape", "strides", "pads", "dilations"),
            integer("group")),
    CONV_TRANSPOSE(
            "ConvTranspose",
            inputs(2, 3),
            Network::convTranspose,
            "transposed convolution of x [N, C, ...] with w [C, O/group, ...], and a bias [O]",
            integers("kernel_shape", "strides", "pads", "dilations", "output_padding"),
            integer("group")),
    FUSED_MAT_MUL(
            "FusedMatMul",
            inputs(2),
            Network::fusedMatMul,
            "matrix product over the last two axes of operands that may be transposed",
            integer("transA", "transB"),
            number("alpha")),
    MAX_POOL(
            "MaxPool",
            inputs(1).outputs(2),
            Network::pool,
            "maximum in a moving window; the second output holds its positions",
            integers("kernel_shape", "strides", "pads", "dilations"),
            integer("ceil_mode")),
    AVERAGE_POOL(
            "AveragePool",
            inputs(1),
            Network::pool,
            "mean in a moving window",
            integers("kernel_shape", "strides", "pads"),
            integer("count_include_pad", "ceil_mode")),
    RESIZE(
            "Resize",
            inputs(3, 4),
            Network::resize,
            "x, roi (left out), scales or sizes",
            text("mode", "coordinate_transformation_mode", "nearest_mode")),

    // Quantisation
    QUANTIZE_LINEAR(
            "QuantizeLinear",
            inputs(3),
            Elementwise::quantized,
            "round(x / scale) + zero point, cut off; scale and zero point per entry of axis",
            integer("axis")),
    DEQUANTIZE_LINEAR(
            "DequantizeLinear",
            inputs(3),
            Elementwise::dequantized,
            "(x - zero point) scale; scale and zero point per entry of axis",
            integer("axis"));

    /** Who defines an operator. */
    public enum Domain {
        /** ONNX itself, in the version of a model's {@link Opset}. */
        STANDARD(""),
        /** ONNX Runtime's own, version 1; other runtimes do not know them. */
        MICROSOFT("com.microsoft");

        private final String text;

        Domain(String text) {
            this.text = text;
        }

        /** The name in the file. */
        public String text() {
            return text;
        }
    }

    /** How many inputs an operator takes and how many outputs it gives at most. */
    private record Arity(int fewestInputs, int mostInputs, int mostOutputs) {

        static final int MANY = Integer.MAX_VALUE;

        Arity outputs(int most) {
            return new Arity(fewestInputs, mostInputs, most);
        }
    }

    /** Attributes of one kind. */
    private record Declared(Kind kind, List<String> names) {

        boolean has(Attribute attribute) {
            return kind == attribute.kind() && names.contains(attribute.name());
        }

        Stream<String> described() {
            return names.stream().map(name -> name + " (" + kind + ")");
        }
    }

    private final String onnxName;
    private final Arity arity;
    private final ShapeRule inference;
    private final String documentation;
    private final List<Declared> attributes;

    /** An operator of one operand and one result of the same shape and element type. */
    OnnxOperator(String onnxName, String documentation, Declared... attributes) {
        this(onnxName, inputs(1), Elementwise::same, documentation, attributes);
    }

    /** A reduction over axes that are an attribute. */
    OnnxOperator(String onnxName, Declared[] axes, String documentation) {
        this(onnxName, inputs(1), Elementwise::reduce, documentation, axes);
    }

    OnnxOperator(String onnxName, Arity arity, ShapeRule inference, String documentation, Declared... attributes) {
        this.onnxName = onnxName;
        this.arity = arity;
        this.inference = inference;
        this.documentation = documentation;
        this.attributes = Arrays.asList(attributes);
    }

    /** The name in the file. */
    public String onnxName() {
        return onnxName;
    }

    /** Who defines it. */
    public Domain domain() {
        return this == FUSED_MAT_MUL ? Domain.MICROSOFT : Domain.STANDARD;
    }

    /** What it computes, in a few words. */
    public String documentation() {
        return documentation;
    }

    /** Refuses a wrong number of inputs or outputs, and attributes that are unknown, of another kind or given twice. */
    void check(String node, int inputs, int outputs, Attributes given) {
        if (inputs < arity.fewestInputs() || inputs > arity.mostInputs()) {
            throw new IllegalArgumentException("node " + node + ": " + onnxName() + " takes "
                    + range(arity.fewestInputs(), arity.mostInputs()) + " inputs, got " + inputs);
        }
        if (outputs < 1 || outputs > arity.mostOutputs()) {
            throw new IllegalArgumentException("node " + node + ": " + onnxName() + " gives "
                    + range(1, arity.mostOutputs()) + " outputs, got " + outputs);
        }
        for (Attribute attribute : given.all()) {
            if (attributes.stream().noneMatch(declared -> declared.has(attribute))) {
                throw new IllegalArgumentException("node " + node + ": " + onnxName() + " has no attribute "
                        + attribute.name() + " (" + attribute.kind() + "); it has "
                        + attributes.stream().flatMap(Declared::described).toList());
            }
        }
        List<String> names = given.all().stream().map(Attribute::name).toList();
        if (new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("node " + node + ": an attribute is given twice: " + names);
        }
    }

    ShapeRule inference() {
        return inference;
    }

    private static String range(int fewest, int most) {
        if (most == Integer.MAX_VALUE) {
            return "at least " + fewest;
        }
        return fewest == most ? Integer.toString(fewest) : fewest + " to " + most;
    }

    private static Arity inputs(int exactly) {
        return inputs(exactly, exactly);
    }

    private static Arity inputs(int fewest, int most) {
        return new Arity(fewest, most, 1);
    }

    private static Declared[] axes() {
        return new Declared[] {integers("axes"), integer("keepdims")};
    }

    private static Declared integer(String... names) {
        return new Declared(Kind.INTEGER, List.of(names));
    }

    private static Declared integers(String... names) {
        return new Declared(Kind.INTEGERS, List.of(names));
    }

    private static Declared number(String... names) {
        return new Declared(Kind.NUMBER, List.of(names));
    }

    private static Declared text(String... names) {
        return new Declared(Kind.TEXT, List.of(names));
    }
}
