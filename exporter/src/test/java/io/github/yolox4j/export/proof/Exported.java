package io.github.yolox4j.export.proof;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.TensorDifference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A SameDiff graph with placeholder {@code x} and its file, which has one input and one output. */
record Exported(SameDiff graph, Path file) {

    static Exported of(SameDiff graph, SDVariable output, ExportOptions options, Path folder) throws IOException {
        Path file = folder.resolve("graph.onnx");
        OnnxExporter.standard().export(graph, "x", List.of(output.name()), options, file);
        return new Exported(graph, file);
    }

    /** How far ONNX Runtime is from SameDiff on the same random input of the given shape. */
    TensorDifference difference(String output, Random random, long... shape) throws IOException {
        INDArray x = Draw.array(random, shape);
        INDArray expected = graph.output(Map.of("x", x), output).get(output).castTo(DataType.FLOAT);
        return Subject.difference(Subject.array(run(Subject.tensor(x))), expected, EveryRuleTest.RESULT);
    }

    /** Runs the file. */
    Tensor run(Tensor input) throws IOException {
        try (LoadedModel model = LoadedModel.open(file, SessionSettings.DEFAULT.withThreads(1))) {
            String name = model.inputs().keySet().iterator().next();
            return model.compute(Map.of(name, input)).values().iterator().next();
        }
    }
}
