package io.github.yolox4j.onednn.network;

import io.github.yolox4j.model.graph.Activation;
import io.github.yolox4j.onednn.network.Layer.Statistics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/**
 * Reads the layers of a network off its SameDiff graph, where a batch-norm or an activation is several operators. So
 * the graph stays the one definition of what is computed; what it holds besides these layers is refused by name.
 */
public final class NetworkReader {

    private static final String BATCH_MEAN = ".batch_mean";
    private static final String RUNNING_MEAN = ".running_mean";
    private static final int CHANNEL_AXIS = 1;

    /** ND4J's number for weights {@code [out, in, kH, kW]}. */
    private static final int OUTPUTS_FIRST = 1;

    /** By how much a window of 5 pixels makes that of the next one larger. */
    private static final int REACH = 4;

    /** Constants of a graph are as exact as its arrays. */
    private static final double ROUNDING = 1e-6;

    private final SameDiff graph;
    private final Map<String, List<Feature>> known = new HashMap<>();
    private final Map<Feature, Feature> pools = new HashMap<>();
    private final Map<String, Layer> layers = new LinkedHashMap<>();

    private final SDVariable images;
    private final ImageReader imageReader;

    private NetworkReader(SDVariable images) {
        this.images = images;
        graph = images.getSameDiff();
        imageReader = new ImageReader(images);
    }

    /**
     * Reads a network.
     *
     * @param rows {@code [batch, rows, numbers]}, the end of a network in training mode
     * @param images the placeholder {@code [batch, channels, height, width]} that it begins with
     * @throws IllegalArgumentException if there is an operator in it that is part of no known layer
     */
    public static Network read(SDVariable rows, SDVariable images) {
        NetworkReader reader = new NetworkReader(images);
        RowReader ends = new RowReader(reader);
        ends.read(rows.name());
        Feature image = reader.image();
        return new Network(
                image,
                reader.imageReader.planes(image.name()),
                new ArrayList<>(reader.layers.values()),
                ends.parts(),
                ends.rowCount(),
                ends.rowLength());
    }

    /** The one map that no layer makes. */
    private Feature image() {
        Set<Feature> read = new LinkedHashSet<>();
        layers.values().forEach(layer -> read.addAll(layer.inputs()));
        layers.values().forEach(layer -> read.remove(layer.output()));
        if (read.size() != 1) {
            throw unknown(images.name(), "is read in " + read.size() + " forms");
        }
        return read.iterator().next();
    }

    /** The maps that a variable holds, one after the other along the channels. */
    List<Feature> features(String variable) {
        List<Feature> found = known.get(variable);
        if (found == null) {
            found = read(variable);
            known.put(variable, found);
        }
        return found;
    }

    Optional<SameDiffOp> maker(String variable) {
        return Optional.ofNullable(graph.getVariables().get(variable).getOutputOfOp())
                .map(graph.getOps()::get);
    }

    private List<Feature> read(String variable) {
        if (variable.equals(images.name())) {
            return List.of(imageOf(variable));
        }
        SameDiffOp maker = maker(variable).orElseThrow(() -> unknown(variable, "is made by no operator"));
        if (ImageReader.OPERATORS.contains(maker.getOp().opName())) {
            imageReader.planes(variable); // or says what else it is
            return List.of(imageOf(variable));
        }
        List<String> inputs = maker.getInputsToOp();
        return switch (maker.getOp().opName()) {
            case "concat" -> concat(variable, maker);
            case "conv2d" -> List.of(convolution(variable, maker, false));
            case "depthwise_conv2d" -> List.of(convolution(variable, maker, true));
            case "maxpool2d" -> List.of(maxPool(variable, maker));
            case "upsampling2d" -> List.of(upsample(variable, maker));
            case "multiply" -> List.of(silu(variable, inputs));
            case "add" -> List.of(sum(variable, inputs));
            default -> throw unknown(variable, "is made by " + maker.getOp().opName());
        };
    }

    private Feature imageOf(String variable) {
        long[] shape = images.getShape();
        return new Feature(variable, (int) shape[1], (int) shape[2], (int) shape[3]);
    }

    private List<Feature> concat(String variable, SameDiffOp maker) {
        if (arguments(maker)[0] != CHANNEL_AXIS) {
            throw unknown(variable, "joins along axis " + arguments(maker)[0]);
        }
        if (isOperator(maker.getInputsToOp().get(0), "strided_slice")) {
            return List.of(fold(variable, maker));
        }
        return maker.getInputsToOp().stream()
                .flatMap(input -> features(input).stream())
                .toList();
    }

    /** Four slices of the images, which the names of a convolution's first layer begin with. */
    private Feature fold(String variable, SameDiffOp maker) {
        List<String> slices = maker.getInputsToOp();
        int[][] phases = {{0, 0}, {1, 0}, {0, 1}, {1, 1}};
        Feature image =
                single(maker(slices.get(0)).orElseThrow().getInputsToOp().get(0), variable);
        if (slices.size() != phases.length) {
            throw unknown(variable, "joins " + slices.size() + " slices");
        }
        for (int i = 0; i < phases.length; i++) {
            SameDiffOp slice = maker(slices.get(i)).orElseThrow();
            long[] numbers = arguments(slice); // five masks, then begin, end and step of the four axes
            boolean isPhase = slice.getInputsToOp().get(0).equals(image.name())
                    && numbers.length == 5 + 3 * 4
                    && numbers[5 + 2] == phases[i][0]
                    && numbers[5 + 3] == phases[i][1]
                    && numbers[5 + 8 + 2] == 2
                    && numbers[5 + 8 + 3] == 2;
            if (!isPhase) {
                throw unknown(variable, "joins slices that are no 2x2 squares of pixels");
            }
        }
        Feature output = new Feature(variable, 4 * image.channels(), image.height() / 2, image.width() / 2);
        return add(new Layer.Fold(image, output));
    }

    private Feature convolution(String variable, SameDiffOp maker, boolean depthwise) {
        List<String> names = maker.getInputsToOp();
        List<Feature> inputs = features(names.get(0));
        long[] numbers = arguments(maker); // kernel, stride, padding, dilation, each of height and width, mode
        int kernel = (int) numbers[0];
        int stride = (int) numbers[2];
        boolean isSquare = numbers[1] == kernel
                && numbers[3] == stride
                && numbers[4] == (kernel - 1) / 2
                && numbers[5] == (kernel - 1) / 2
                && numbers[6] == 1
                && numbers[7] == 1
                && numbers[8] == 0
                && numbers[9] == 0 // channels before pixels
                && (depthwise || numbers[10] == OUTPUTS_FIRST);
        if (!isSquare || depthwise && inputs.size() != 1) {
            throw unknown(variable, "is a convolution of another form");
        }
        long[] weight = graph.getVariable(names.get(1)).getShape();
        int channels = (int) (depthwise ? weight[2] : weight[0]);
        Feature first = inputs.get(0);
        int padding = 2 * ((kernel - 1) / 2);
        Feature output = new Feature(
                variable,
                channels,
                (first.height() + padding - kernel) / stride + 1,
                (first.width() + padding - kernel) / stride + 1);
        Optional<String> bias = names.size() > 2 ? Optional.of(names.get(2)) : Optional.empty();
        return add(new Layer.Convolution(inputs, names.get(1), bias, kernel, stride, depthwise, output));
    }

    /**
     * A window of 5, 9, 13 ... pixels is as many windows of 5 after one another, which poolings of the same map share:
     * that is less work, and oneDNN 2.5 writes out of bounds where a window is much larger than the map.
     */
    private Feature maxPool(String variable, SameDiffOp maker) {
        long[] numbers = arguments(maker); // window, stride, padding, each of height and width
        long window = numbers[0];
        if (numbers[1] != window
                || numbers[2] != 1
                || numbers[3] != 1
                || numbers[4] != window / 2
                || numbers[5] != window / 2
                || window % REACH != 1) {
            throw unknown(variable, "is a pooling of another form");
        }
        Feature pooled = single(maker.getInputsToOp().get(0), variable);
        for (long reach = REACH; reach < window; reach += REACH) {
            pooled = pools.computeIfAbsent(pooled, this::poolOf);
        }
        return pooled;
    }

    private Feature poolOf(Feature map) {
        Feature output = new Feature("pool of " + map.name(), map.channels(), map.height(), map.width());
        return add(new Layer.MaxPool(map, REACH + 1, output));
    }

    private Feature upsample(String variable, SameDiffOp maker) {
        if (arguments(maker)[0] != 2 || arguments(maker)[1] != 2) {
            throw unknown(variable, "enlarges by another factor than 2");
        }
        Feature input = single(maker.getInputsToOp().get(0), variable);
        return add(new Layer.Upsample(
                input, new Feature(variable, input.channels(), 2 * input.height(), 2 * input.width())));
    }

    /** \( x \, \sigma(x) \). */
    private Feature silu(String variable, List<String> factors) {
        String x = factors.get(0);
        if (!isOperator(factors.get(1), "sigmoid")
                || !maker(factors.get(1)).orElseThrow().getInputsToOp().get(0).equals(x)) {
            throw unknown(variable, "is a product of two maps");
        }
        return activation(variable, x, Activation.SILU);
    }

    private Feature sum(String variable, List<String> summands) {
        String right = summands.get(1);
        if (!isOperator(right, null)) {
            return batchNorm(variable, summands.get(0), right);
        }
        if (isOperator(right, "mul_scalar")) {
            return activation(variable, leaky(variable, summands.get(0), right), Activation.LEAKY_RELU);
        }
        Feature left = single(summands.get(0), variable);
        return add(new Layer.Add(
                left, single(right, variable), new Feature(variable, left.channels(), left.height(), left.width())));
    }

    /** What x is in \( x / 10 + 0.9 \max(x, 0) \). */
    private String leaky(String variable, String slope, String rest) {
        String relu = maker(rest).orElseThrow().getInputsToOp().get(0);
        String x = isOperator(relu, "relu")
                ? maker(relu).orElseThrow().getInputsToOp().get(0)
                : "";
        boolean isLeaky = isOperator(slope, "mul_scalar")
                && maker(slope).orElseThrow().getInputsToOp().get(0).equals(x)
                && Math.abs(scalar(slope) - Activation.SLOPE) < ROUNDING
                && Math.abs(scalar(rest) - (1 - Activation.SLOPE)) < ROUNDING;
        if (!isLeaky) {
            throw unknown(variable, "adds a multiple of a map");
        }
        return x;
    }

    private double scalar(String product) {
        return ((ScalarOp) maker(product).orElseThrow().getOp()).scalar().getDouble(0);
    }

    private Feature activation(String variable, String input, Activation function) {
        Feature x = single(input, variable);
        return add(new Layer.Activate(x, function, new Feature(variable, x.channels(), x.height(), x.width())));
    }

    /** {@code (x - mean) * scale + bias}. */
    private Feature batchNorm(String variable, String scaled, String bias) {
        SameDiffOp product = maker(scaled).orElseThrow(() -> unknown(variable, "adds a parameter to no product"));
        SameDiffOp centred = maker(product.getInputsToOp().get(0))
                .filter(op -> op.getOp().opName().equals("subtract"))
                .orElseThrow(() -> unknown(variable, "is no batch-norm, though a parameter is added"));
        String mean = centred.getInputsToOp().get(1);
        Statistics statistics = isOperator(mean, "reduce_mean") ? Statistics.BATCH : Statistics.RUNNING;
        String suffix = statistics == Statistics.BATCH ? BATCH_MEAN : RUNNING_MEAN;
        String path = bias.substring(0, bias.lastIndexOf('.'));
        boolean isScaled = maker(product.getInputsToOp().get(1))
                .filter(op -> op.getInputsToOp().contains(path + ".weight"))
                .isPresent();
        if (!isScaled || !mean.equals(path + suffix)) {
            throw unknown(variable, "subtracts " + mean + " and adds " + bias);
        }
        Feature x = single(centred.getInputsToOp().get(0), variable);
        return add(
                new Layer.BatchNorm(x, path, statistics, new Feature(variable, x.channels(), x.height(), x.width())));
    }

    private Feature add(Layer layer) {
        layers.put(layer.output().name(), layer);
        return layer.output();
    }

    private Feature single(String variable, String reader) {
        List<Feature> features = features(variable);
        if (features.size() != 1) {
            throw unknown(reader, "reads maps joined along their channels");
        }
        return features.get(0);
    }

    /** Whether a variable is made by an operator of a name; of any name if none is given. */
    private boolean isOperator(String variable, String name) {
        return graph.getVariable(variable).getVariableType() == VariableType.ARRAY
                && maker(variable)
                        .filter(op -> name == null || op.getOp().opName().equals(name))
                        .isPresent();
    }

    static long[] arguments(SameDiffOp maker) {
        return ((DynamicCustomOp) maker.getOp()).iArgs();
    }

    static IllegalArgumentException unknown(String variable, String what) {
        return new IllegalArgumentException(
                "oneDNN runs networks of convolutions, batch-norms, SiLU or leaky ReLU, sums,"
                        + " joints, pooling and upsampling; the variable " + variable + " " + what);
    }
}
