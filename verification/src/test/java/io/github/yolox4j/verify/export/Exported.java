package io.github.yolox4j.verify.export;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Comparison;
import io.github.yolox4j.verify.runtime.OnnxSession;
import io.github.yolox4j.verify.runtime.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A SameDiff graph with placeholder {@code x} and output {@code y}, exported, and run beside its file. */
record Exported(SameDiff graph, Path file) {

    static Exported of(SameDiff graph, SDVariable output, ExportOptions options, Path folder) throws IOException {
        Path file = folder.resolve("graph.onnx");
        OnnxExporter.standard().export(graph, "x", List.of(output.name()), options, file);
        return new Exported(graph, file);
    }

    /** What a rule may be off, by the largest number of its output. */
    private static final Closeness TOLERANCE = Closeness.ofTensor(1e-4);

    /** Runs both on the same random input of the given shape. */
    Comparison comparison(String output, Random random, long... shape) throws IOException {
        INDArray x = array(random, shape);
        INDArray expected = graph.output(Map.of("x", x), output).get(output).castTo(DataType.FLOAT);
        try (OnnxSession session = OnnxSession.open(file, 1)) {
            Tensor actual = session.run(Tensor.ofFloats(shape, x.data().asFloat()));
            return compare(actual, expected);
        }
    }

    /** What ONNX Runtime computed beside what it should be. */
    static Comparison compare(Tensor actual, INDArray expected) {
        return Comparison.of("output", Tensors.numbers(actual), Numbers.of(expected), TOLERANCE);
    }

    /** Normally distributed numbers. */
    static INDArray array(Random random, long... shape) {
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Nd4j.createFromArray(values).reshape('c', shape);
    }
}
