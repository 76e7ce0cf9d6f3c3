package example;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.verify.runtime.OnnxSession;
import io.github.yolox4j.verify.runtime.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model that is no detector: points [n, 2] to probabilities [n, 3], two layers. */
public final class SpiralClassifier {

    private static final String POINTS = "points";
    private static final String PROBABILITIES = "probabilities";
    private static final int HIDDEN = 16;
    private static final int CLASSES = 3;

    private final SameDiff graph = SameDiff.create();

    /** Random weights. */
    public SpiralClassifier(long seed) {
        Nd4j.getRandom().setSeed(seed);
        SDVariable points = graph.placeHolder(POINTS, DataType.FLOAT, -1, 2);
        SDVariable hidden = graph.math().tanh(layer(points, "hidden", 2, HIDDEN));
        graph.nn().softmax(PROBABILITIES, layer(hidden, "last", HIDDEN, CLASSES), 1);
    }

    private SDVariable layer(SDVariable in, String name, int from, int to) {
        SDVariable weights = graph.var(name + ".weight", Nd4j.randn(DataType.FLOAT, from, to));
        SDVariable bias = graph.var(name + ".bias", Nd4j.randn(DataType.FLOAT, 1, to));
        return in.mmul(weights).add(bias);
    }

    /** What SameDiff computes. */
    public INDArray probabilities(INDArray points) {
        return graph.outputSingle(Map.of(POINTS, points), PROBABILITIES);
    }

    /** Writes the model for any number of points. */
    public void export(Path file) throws IOException {
        ExportOptions options = ExportOptions.dynamicBatch().withNames(POINTS, PROBABILITIES);
        OnnxExporter.standard().export(graph, POINTS, List.of(PROBABILITIES), options, file);
    }

    /** Runs a file in ONNX Runtime and compares with SameDiff, number by number. */
    public Check verify(Path file, INDArray points) throws IOException {
        try (OnnxSession session = OnnxSession.open(file)) {
            Tensor found = session.run(
                    Tensor.ofFloats(points.shape(), points.dup('c').data().asFloat()));
            return Check.compare(
                    PROBABILITIES,
                    Tensors.numbers(found),
                    Numbers.of(probabilities(points)),
                    Closeness.ofNumbers(1e-5));
        }
    }
}
