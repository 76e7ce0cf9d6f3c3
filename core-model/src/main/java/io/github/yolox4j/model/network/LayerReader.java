package io.github.yolox4j.model.network;

import io.github.yolox4j.model.graph.Activation;
import io.github.yolox4j.model.weights.ParameterKind;
import io.github.yolox4j.model.weights.ParameterList;
import io.github.yolox4j.model.weights.ParameterSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.CustomOp;

/** Reads the layers of a network from its graph, following the shapes of the feature maps from operator to operator. */
final class LayerReader {

    /** Where a window's stride stands among the whole-number arguments of a convolution or pooling. */
    private static final int STRIDE = 2;
    /** Where the steps of axes 2 and 3 stand among those of a slice: after five masks, four begins, four ends. */
    private static final int SLICE_STEP = 5 + 4 + 4 + 2;

    private final Activation activation;
    private final ParameterList parameters;
    private final Map<String, LayerTable.MapShape> shapes = new HashMap<>();
    private final List<LayerTable.Layer> layers = new ArrayList<>();

    LayerReader(Activation activation, ParameterList parameters, LayerTable.MapShape images) {
        this.activation = activation;
        this.parameters = parameters;
        shapes.put(YoloxGraph.IMAGES, images);
    }

    List<LayerTable.Layer> read(SameDiff graph) {
        graph.getOps().values().forEach(this::read);
        return layers;
    }

    private void read(SameDiffOp operator) {
        List<LayerTable.MapShape> maps = operator.getInputsToOp().stream()
                .map(shapes::get)
                .filter(Objects::nonNull)
                .toList();
        if (maps.isEmpty()) {
            return; // of parameters only
        }
        String result = operator.getOutputsOfOp().get(0);
        LayerTable.MapShape map = maps.get(0);
        LayerTable.MapShape output =
                switch (operator.getOp().opName()) {
                    case "conv2d", "depthwise_conv2d" -> convolution(operator, map);
                    case "maxpool2d" -> pooling(operator, map);
                    case "upsampling2d" -> upsampling(operator, map);
                    case "strided_slice" -> reduced(map, map.channels(), integers(operator), SLICE_STEP);
                    case "concat" -> new LayerTable.MapShape(
                            maps.stream()
                                    .mapToInt(LayerTable.MapShape::channels)
                                    .sum(),
                            map.height(),
                            map.width());
                    case "subtract", "multiply", "add", "sigmoid", "leakyrelu" -> map; // number by number
                    case "reverse", "div_scalar", "divide" -> map; // of legacy input
                    default -> throw new IllegalStateException("no rule for the output shape of operator "
                            + operator.getOp().opName() + " at node " + operator.getName());
                };
        shapes.put(result, output);
    }

    private LayerTable.MapShape convolution(SameDiffOp operator, LayerTable.MapShape map) {
        ParameterSpec weight = operator.getInputsToOp().stream()
                .map(parameters::find)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(operator.getName() + " has no weight"));
        String path = weight.name().replaceFirst("(\\.conv)?\\.weight$", "");
        List<ParameterSpec> own = parameters.specs().stream()
                .filter(spec -> spec.kind().isTrainable() && spec.name().startsWith(path + "."))
                .toList();
        boolean hasNorm = own.stream().anyMatch(spec -> spec.kind() == ParameterKind.NORM_WEIGHT);
        LayerTable.MapShape output = reduced(map, weight.outputs(), integers(operator), STRIDE);

        long perNumber = weight.fanIn() + (hasNorm ? 2 + (activation == Activation.LEAKY_RELU ? 1 : 0) : 0);
        String kind = (weight.kind() == ParameterKind.DEPTHWISE_WEIGHT ? "depthwise " : "")
                + window("conv", weight.kernel(), integers(operator)[STRIDE])
                + (hasNorm ? ", batch-norm, " + activation : ", bias");
        layers.add(new LayerTable.Layer(
                path, kind, output, own.stream().mapToLong(ParameterSpec::size).sum(), 2 * output.size() * perNumber));
        return output;
    }

    private LayerTable.MapShape pooling(SameDiffOp operator, LayerTable.MapShape map) {
        long[] arguments = integers(operator);
        LayerTable.MapShape output = reduced(map, map.channels(), arguments, STRIDE);
        layers.add(new LayerTable.Layer(
                operator.getName(), window("max pool", arguments[0], arguments[STRIDE]), output, 0, 0));
        return output;
    }

    private LayerTable.MapShape upsampling(SameDiffOp operator, LayerTable.MapShape map) {
        long[] factors = integers(operator);
        LayerTable.MapShape output = new LayerTable.MapShape(
                map.channels(), Math.toIntExact(map.height() * factors[0]), Math.toIntExact(map.width() * factors[1]));
        layers.add(new LayerTable.Layer(operator.getName(), "upsampling " + factors[0] + "x", output, 0, 0));
        return output;
    }

    private static String window(String what, long kernel, long stride) {
        return what + " " + kernel + "x" + kernel + (stride == 1 ? "" : " / " + stride);
    }

    /** Padding is half of the window everywhere, so that a side is divided by the stride, rounding up. */
    private static LayerTable.MapShape reduced(LayerTable.MapShape map, int channels, long[] arguments, int stride) {
        return new LayerTable.MapShape(
                channels, divided(map.height(), arguments[stride]), divided(map.width(), arguments[stride + 1]));
    }

    private static int divided(int side, long stride) {
        return Math.toIntExact((side + stride - 1) / stride);
    }

    private static long[] integers(SameDiffOp operator) {
        return ((CustomOp) operator.getOp()).iArgs();
    }
}
