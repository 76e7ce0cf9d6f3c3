package io.github.yolox4j.verify.export;

import io.github.yolox4j.export.ModelMetadata;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.export.onnx.OnnxHeader;
import io.github.yolox4j.export.onnx.OnnxInside;
import io.github.yolox4j.export.onnx.OnnxInside.Made;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.image.BgrImage;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.runtime.SessionSettings;
import io.github.yolox4j.verify.Check;
import io.github.yolox4j.verify.Numbers;
import io.github.yolox4j.verify.Tolerance;
import io.github.yolox4j.verify.runtime.FloatTensor;
import io.github.yolox4j.verify.runtime.OnnxSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Walks through the layers of a file in the order in which they are computed, and compares what each makes in ONNX Runtime with
 * SameDiff's variable that it stands for, on one image. The walk ends at the first that parts: all before it agree, so that is where
 * the file is wrong.
 *
 * @param exporter of the network that the file should hold
 * @param settings of the runs in ONNX Runtime
 */
record LayerWalk(DetectorExporter exporter, SessionSettings settings) {

    /** How far a number may be off, by the largest that the layer makes. */
    private static final Tolerance TOLERANCE = OnnxParity.TOLERANCE;

    /** So many layers are shown by one run: their numbers are in memory together. */
    private static final int AT_ONCE = 16;

    /**
     * Walks.
     *
     * @param file bytes of a file that this library has exported
     * @return a comparison per layer, the last of which failed if one did
     * @throws IOException if ONNX Runtime does not accept the file
     * @throws IllegalArgumentException if its metadata are damaged, or it has no layer of the network's
     */
    List<Check> of(byte[] file, BgrImage image) throws IOException {
        OnnxInside inside = OnnxInside.of(file);
        OnnxHeader header = OnnxHeader.read(file);
        DetectorOptions options = DetectorOptions.of(header);
        Map<String, String> variables = exporter.trace(options);
        List<Made> layers = inside.made().stream()
                .filter(made -> variables.containsKey(made.value()))
                .toList();
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("no value of the file bears the name of one of the network's");
        }
        Feed feed = new Feed(ModelMetadata.of(header.metadata()).preprocessing(), exporter.grid());
        int batch = options.batch().isFixed() ? Math.toIntExact(options.batch().size()) : 1;
        Map<String, FloatTensor> given = Map.of(options.inputName(), feed.input(Collections.nCopies(batch, image)));
        SameDiff network = exporter.network().graph();
        List<Check> checks = new ArrayList<>();
        try (INDArray input = networkInput(feed.planes(image), batch)) {
            Map<String, INDArray> inputs = new HashMap<>(exporter.weights().values());
            inputs.put(YoloxGraph.IMAGES, input);
            for (int first = 0; first < layers.size() && checks.stream().allMatch(Check::passed); first += AT_ONCE) {
                List<Made> some = layers.subList(first, Math.min(first + AT_ONCE, layers.size()));
                List<String> values = some.stream().map(Made::value).toList();
                List<String> names = values.stream().map(variables::get).toList();
                try (OnnxSession session = OnnxSession.of("the file's layers", inside.showing(values), settings);
                        GraphPlan plan = GraphPlan.compile(network, inputs, names)) {
                    plan.run();
                    Map<String, FloatTensor> found = session.run(given);
                    checks.addAll(untilOneParts(some, layer -> Check.compare(
                            subject(layer),
                            found.get(layer.value()).numbers(),
                            Numbers.of(plan.output(variables.get(layer.value()))),
                            TOLERANCE)));
                }
            }
        }
        return checks;
    }

    private static List<Check> untilOneParts(List<Made> layers, Function<Made, Check> comparison) {
        List<Check> checks = new ArrayList<>();
        for (Made layer : layers) {
            Check check = comparison.apply(layer);
            checks.add(check);
            if (!check.passed()) {
                break;
            }
        }
        return checks;
    }

    /** The image as often as the batch is large, in the type of the weights. */
    private INDArray networkInput(float[] planes, int batch) {
        AnchorGrid grid = exporter.grid();
        INDArray input =
                Nd4j.createUninitialized(exporter.weights().type(), batch, BgrImage.CHANNELS, grid.height(), grid.width());
        try (INDArray one = Nd4j.createFromArray(planes)) {
            INDArray shaped = one.reshape(BgrImage.CHANNELS, grid.height(), grid.width());
            for (int i = 0; i < batch; i++) {
                input.slice(i).assign(shaped);
            }
        }
        return input;
    }

    private static String subject(Made layer) {
        String node = layer.node() + " (" + layer.operator();
        return layer.reads().isEmpty() ? node + ")" : node + " of " + String.join(", ", layer.reads()) + ")";
    }
}
