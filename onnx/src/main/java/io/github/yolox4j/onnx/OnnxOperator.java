package io.github.yolox4j.onnx;

import io.github.yolox4j.onnx.Attribute.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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
    SELU("Selu", "gamma x, or gamma alpha (e^x - 1)", number("alpha"), number("gamma")),
    SOFTPLUS("Softplus", "log(1 + e^x)"),
    SOFTSIGN("Softsign", "x / (1 + |x|)"),
    HARD_SIGMOID("HardSigmoid", "alpha x + beta within [0, 1]", number("alpha"), number("beta")),
    SOFTMAX("Softmax", "e^x over its sum along axis", integer("axis")),
    LOG_SOFTMAX("LogSoftmax", "logarithm of Softmax", integer("axis")),
    CLIP("Clip", 1, 3, 1, Elementwise::same, "x within [min, max], both optional inputs"),
    NOT("Not", "logical negation"),
    CAST("Cast", 1, 1, 1, Elementwise::cast, "x as another element type", integer("to")),

    // Elementwise with broadcasting
    ADD("Add", 2, 2, 1, Elementwise::broadcast, "a + b"),
    SUB("Sub", 2, 2, 1, Elementwise::broadcast, "a - b"),
    MUL("Mul", 2, 2, 1, Elementwise::broadcast, "a b"),
    DIV("Div", 2, 2, 1, Elementwise::broadcast, "a / b"),
    POW("Pow", 2, 2, 1, Elementwise::broadcast, "a^b"),
    MAX("Max", 1, Integer.MAX_VALUE, 1, Elementwise::broadcast, "largest operand"),
    MIN("Min", 1, Integer.MAX_VALUE, 1, Elementwise::broadcast, "smallest operand"),
    EQUAL("Equal", 2, 2, 1, Elementwise::comparison, "a = b"),
    GREATER("Greater", 2, 2, 1, Elementwise::comparison, "a > b"),
    GREATER_OR_EQUAL("GreaterOrEqual", 2, 2, 1, Elementwise::comparison, "a >= b"),
    LESS("Less", 2, 2, 1, Elementwise::comparison, "a < b"),
    LESS_OR_EQUAL("LessOrEqual", 2, 2, 1, Elementwise::comparison, "a <= b"),
    AND("And", 2, 2, 1, Elementwise::comparison, "both hold"),
    XOR("Xor", 2, 2, 1, Elementwise::comparison, "one of both holds"),
    OR("Or", 2, 2, 1, Elementwise::comparison, "either holds"),
    WHERE("Where", 3, 3, 1, Elementwise::where, "a where the condition holds, else b"),

    // Reductions
    REDUCE_MEAN("ReduceMean", 1, 1, 1, Elementwise::reduce, "mean over axes", integers("axes"), integer("keepdims")),
    REDUCE_MAX("ReduceMax", 1, 1, 1, Elementwise::reduce, "maximum over axes", integers("axes"), integer("keepdims")),
    REDUCE_MIN("ReduceMin", 1, 1, 1, Elementwise::reduce, "minimum over axes", integers("axes"), integer("keepdims")),
    REDUCE_PROD("ReduceProd", 1, 1, 1, Elementwise::reduce, "product over axes", integers("axes"), integer("keepdims")),
    REDUCE_L1("ReduceL1", 1, 1, 1, Elementwise::reduce, "sum of |x|", integers("axes"), integer("keepdims")),
    REDUCE_SUM_SQUARE(
            "ReduceSumSquare", 1, 1, 1, Elementwise::reduce, "sum of squares", integers("axes"), integer("keepdims")),
    REDUCE_L2(
            "ReduceL2",
            1,
            1,
            1,
            Elementwise::reduce,
            "root of the sum of squares",
            integers("axes"),
            integer("keepdims")),
    CUM_SUM("CumSum", 2, 2, 1, Elementwise::same, "running sum", integer("exclusive"), integer("reverse")),
    REDUCE_SUM("ReduceSum", 1, 2, 1, Elementwise::reduce, "sum over the axes of the second input", integer("keepdims")),

    // Layout
    RESHAPE("Reshape", 2, 2, 1, Layout::reshape, "same numbers, shape of the second input", integer("allowzero")),
    TRANSPOSE("Transpose", 1, 1, 1, Layout::transpose, "axes in the order perm", integers("perm")),
    SQUEEZE("Squeeze", 2, 2, 1, Layout::squeeze, "without the axes of the second input, all of size 1"),
    UNSQUEEZE("Unsqueeze", 2, 2, 1, Layout::unsqueeze, "with new axes of size 1"),
    CONCAT("Concat", 1, Integer.MAX_VALUE, 1, Layout::concat, "operands joined along axis", integer("axis")),
    SPLIT("Split", 2, 2, Integer.MAX_VALUE, Layout::split, "pieces of the given lengths along axis", integer("axis")),
    SLICE("Slice", 3, 5, 1, Layout::slice, "starts, ends, axes, steps"),
    TILE("Tile", 2, 2, 1, Layout::tile, "repeated along each axis"),
    EXPAND("Expand", 2, 2, 1, Layout::expand, "broadcast to a shape"),
    GATHER("Gather", 2, 2, 1, Layout::gather, "entries of the first at the indices of the second", integer("axis")),
    SHAPE("Shape", 1, 1, 1, Layout::shape, "the sizes of the input"),
    PAD("Pad", 2, 3, 1, Layout::pad, "x, numbers added before and after each axis, their value", text("mode")),
    CONSTANT_OF_SHAPE("ConstantOfShape", 1, 1, 1, Layout::zeros, "zeros of a shape"),

    // Positions and what stands there
    RANGE("Range", 3, 3, 1, Indexing::range, "from start, below limit, by delta"),
    ARG_MIN("ArgMin", 1, 1, 1, Indexing::argMax, "position of the smallest", integer("axis"), integer("keepdims")),
    ARG_MAX("ArgMax", 1, 1, 1, Indexing::argMax, "position of the largest", integer("axis"), integer("keepdims")),
    TOP_K("TopK", 2, 2, 2, Indexing::topK, "the k largest and their positions", integer("axis")),
    NON_ZERO("NonZero", 1, 1, 1, Indexing::nonZero, "positions that are not 0, one column each"),
    GATHER_ELEMENTS(
            "GatherElements", 2, 2, 1, Indexing::gatherElements, "per entry, the one at an index", integer("axis")),
    GATHER_ND("GatherND", 2, 2, 1, Indexing::gatherNd, "what stands at each position"),
    SCATTER_ND("ScatterND", 3, 3, 1, Elementwise::same, "the first with the third written at the positions"),
    SCATTER_ELEMENTS(
            "ScatterElements",
            3,
            3,
            1,
            Elementwise::same,
            "the first, with the third added or written at the indices of the second along axis",
            integer("axis"),
            text("reduction")),
    NON_MAX_SUPPRESSION(
            "NonMaxSuppression",
            2,
            5,
            1,
            Indexing::nonMaxSuppression,
            "boxes, scores, most per class, IoU above which one goes, score that must be exceeded",
            integer("center_point_box")),

    DEPTH_TO_SPACE(
            "DepthToSpace",
            1,
            1,
            1,
            Layout::depthToSpace,
            "blocks of channels as blocks of pixels",
            integer("blocksize"),
            text("mode")),
    SPACE_TO_DEPTH("SpaceToDepth", 1, 1, 1, Layout::spaceToDepth, "the reverse", integer("blocksize")),

    // Networks
    MAT_MUL("MatMul", 2, 2, 1, Network::matMul, "matrix product over the last two axes"),
    CONV(
            "Conv",
            2,
            3,
            1,
            Network::conv,
            "cross-correlation of x [N, C, ...] with w [O, C/group, ...], and a bias [O]",
            integers("kernel_shape"),
            integers("strides"),
            integers("pads"),
            integers("dilations"),
            integer("group")),
    CONV_TRANSPOSE(
            "ConvTranspose",
            2,
            3,
            1,
            Network::convTranspose,
            "transposed convolution of x [N, C, ...] with w [C, O/group, ...], and a bias [O]",
            integers("kernel_shape"),
            integers("strides"),
            integers("pads"),
            integers("dilations"),
            integers("output_padding"),
            integer("group")),
    FUSED_MAT_MUL(
            Domain.MICROSOFT,
            "FusedMatMul",
            2,
            2,
            1,
            Network::fusedMatMul,
            "matrix product over the last two axes of operands that may be transposed",
            integer("transA"),
            integer("transB"),
            number("alpha")),
    MAX_POOL(
            "MaxPool",
            1,
            1,
            2,
            Network::pool,
            "maximum in a moving window; the second output holds its positions",
            integers("kernel_shape"),
            integers("strides"),
            integers("pads"),
            integers("dilations"),
            integer("ceil_mode")),
    AVERAGE_POOL(
            "AveragePool",
            1,
            1,
            1,
            Network::pool,
            "mean in a moving window",
            integers("kernel_shape"),
            integers("strides"),
            integers("pads"),
            integer("count_include_pad"),
            integer("ceil_mode")),
    RESIZE(
            "Resize",
            3,
            4,
            1,
            Network::resize,
            "x, roi (left out), scales or sizes",
            text("mode"),
            text("coordinate_transformation_mode"),
            text("nearest_mode")),

    // Quantisation
    QUANTIZE_LINEAR(
            "QuantizeLinear",
            3,
            3,
            1,
            Elementwise::quantized,
            "round(x / scale) + zero point, cut off; scale and zero point per entry of axis",
            integer("axis")),
    DEQUANTIZE_LINEAR(
            "DequantizeLinear",
            3,
            3,
            1,
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

    private record Declared(String name, Kind kind) {}

    private final Domain domain;
    private final String onnxName;
    private final int fewestInputs;
    private final int mostInputs;
    private final int mostOutputs;
    private final Inference inference;
    private final String documentation;
    private final List<Declared> attributes;

    /** An operator of one operand and one result of the same shape and element type. */
    OnnxOperator(String onnxName, String documentation, Declared... attributes) {
        this(onnxName, 1, 1, 1, Elementwise::same, documentation, attributes);
    }

    OnnxOperator(
            String onnxName,
            int fewestInputs,
            int mostInputs,
            int mostOutputs,
            Inference inference,
            String documentation,
            Declared... attributes) {
        this(Domain.STANDARD, onnxName, fewestInputs, mostInputs, mostOutputs, inference, documentation, attributes);
    }

    OnnxOperator(
            Domain domain,
            String onnxName,
            int fewestInputs,
            int mostInputs,
            int mostOutputs,
            Inference inference,
            String documentation,
            Declared... attributes) {
        this.domain = domain;
        this.onnxName = onnxName;
        this.fewestInputs = fewestInputs;
        this.mostInputs = mostInputs;
        this.mostOutputs = mostOutputs;
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
        return domain;
    }

    /** What it computes, in a few words. */
    public String documentation() {
        return documentation;
    }

    /**
     * Checks a use of this operator.
     *
     * @throws IllegalArgumentException on a wrong number of inputs or outputs, or an attribute that is unknown, of another kind
     *     or given twice
     */
    void check(String node, int inputs, int outputs, Attributes given) {
        if (inputs < fewestInputs || inputs > mostInputs) {
            throw new IllegalArgumentException("node " + node + ": " + onnxName + " takes "
                    + range(fewestInputs, mostInputs) + " inputs, got " + inputs);
        }
        if (outputs < 1 || outputs > mostOutputs) {
            throw new IllegalArgumentException(
                    "node " + node + ": " + onnxName + " gives " + range(1, mostOutputs) + " outputs, got " + outputs);
        }
        for (Attribute attribute : given.all()) {
            if (!attributes.contains(new Declared(attribute.name(), attribute.kind()))) {
                throw new IllegalArgumentException("node " + node + ": " + onnxName + " has no attribute "
                        + describe(new Declared(attribute.name(), attribute.kind())) + "; it has "
                        + attributes.stream().map(OnnxOperator::describe).collect(Collectors.joining(", ", "[", "]")));
            }
        }
        if (given.all().stream().map(Attribute::name).distinct().count()
                < given.all().size()) {
            throw new IllegalArgumentException("node " + node + ": an attribute is given twice: " + given.all());
        }
    }

    Inference inference() {
        return inference;
    }

    private static String range(int fewest, int most) {
        if (most == Integer.MAX_VALUE) {
            return "at least " + fewest;
        }
        return fewest == most ? Integer.toString(fewest) : fewest + " to " + most;
    }

    private static String describe(Declared declared) {
        return declared.name() + " (" + declared.kind() + ")";
    }

    private static Declared integer(String name) {
        return new Declared(name, Kind.INTEGER);
    }

    private static Declared integers(String name) {
        return new Declared(name, Kind.INTEGERS);
    }

    private static Declared number(String name) {
        return new Declared(name, Kind.NUMBER);
    }

    private static Declared text(String name) {
        return new Declared(name, Kind.TEXT);
    }
}
