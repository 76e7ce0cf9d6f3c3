package io.github.yolox4j.export.proof;

import static io.github.yolox4j.export.proof.Draw.array;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.TensorDifference;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A detector in small: focus, downsampling, pyramid pooling, fusion of two scales, heads, decoding. */
class DetectorExportTest {

    private static final int SIDE = 32;
    private static final int CLASSES = 3;

    @TempDir
    Path folder;

    @Test
    void a_detector_built_for_any_batch_runs_with_any_batch() throws IOException {
        SameDiff graph = SameDiff.create();
        SDVariable y = detector(graph, new Random(11), -1);

        Exported exported = Exported.of(graph, y, ExportOptions.dynamicBatch(), folder);

        for (int batch : new int[] {1, 4}) {
            assertThat(exported.difference(y.name(), new Random(batch), batch, 3, SIDE, SIDE))
                    .matches(TensorDifference::isClose, "within the tolerance");
        }
        try (LoadedModel model = LoadedModel.open(exported.file(), SessionSettings.DEFAULT)) {
            assertThat(model.inputs()).containsOnlyKeys("images");
            assertThat(model.inputs().get("images").getShape()).containsExactly(-1, 3, SIDE, SIDE);
            assertThat(model.outputs().get("output").getShape()).containsExactly(-1, 64 + 16, 5 + CLASSES);
        }
    }

    @Test
    void a_detector_built_for_a_batch_of_two_is_exported_for_any_batch() throws IOException {
        SameDiff two = SameDiff.create();
        SDVariable y = detector(two, new Random(12), 2);
        SameDiff any = SameDiff.create();
        SDVariable z = detector(any, new Random(12), -1);

        Path file = Exported.of(two, y, ExportOptions.dynamicBatch(), folder).file();

        assertThat(new Exported(any, file).difference(z.name(), new Random(1), 4, 3, SIDE, SIDE))
                .matches(TensorDifference::isClose, "within the tolerance");
    }

    @Test
    void a_detector_built_for_a_batch_of_two_is_exported_for_a_batch_of_three() throws IOException {
        SameDiff two = SameDiff.create();
        SDVariable y = detector(two, new Random(13), 2);
        SameDiff any = SameDiff.create();
        SDVariable z = detector(any, new Random(13), -1);

        Path file = Exported.of(two, y, ExportOptions.fixedBatch(3), folder).file();

        assertThat(new Exported(any, file).difference(z.name(), new Random(1), 3, 3, SIDE, SIDE))
                .matches(TensorDifference::isClose, "within the tolerance");
        try (LoadedModel model = LoadedModel.open(file, SessionSettings.DEFAULT)) {
            assertThat(model.outputs().get("output").getShape()).containsExactly(3, 64 + 16, 5 + CLASSES);
        }
    }

    @Test
    void weights_kept_outside_of_the_graph_are_the_ones_exported() throws IOException {
        SameDiff graph = SameDiff.create();
        SDVariable y = detector(graph, new Random(14), -1);
        SameDiff other = SameDiff.create();
        SDVariable z = detector(other, new Random(15), -1);
        Map<String, INDArray> weights = new HashMap<>();
        other.variables().stream()
                .filter(v -> v.name().endsWith("weight")
                        || v.name().contains(".bn.")
                        || v.name().endsWith("bias"))
                .forEach(v -> weights.put(v.name(), v.getArr()));
        Path file = folder.resolve("outside.onnx");

        OnnxExporter.standard()
                .export(
                        graph,
                        "x",
                        List.of(y.name()),
                        ParameterSource.of(weights).orElse(ParameterSource.of(graph)),
                        ExportOptions.dynamicBatch(),
                        file);

        assertThat(new Exported(other, file).difference(z.name(), new Random(1), 2, 3, SIDE, SIDE))
                .matches(TensorDifference::isClose, "within the tolerance");
        assertThat(new Exported(graph, file).difference(y.name(), new Random(1), 2, 3, SIDE, SIDE))
                .matches(difference -> difference.largestRelative() > 1e-2, "far from the weights in the graph");
    }

    @Test
    void a_parameter_as_long_as_the_exported_batch_is_not_taken_for_a_batch() throws IOException {
        Random random = new Random(20);
        SameDiff one = SameDiff.create();
        SDVariable scale = one.var("scale", array(random, 4));
        SDVariable y = one.placeHolder("x", DataType.FLOAT, 1, 4, 6).mul(one.reshape(one.math.exp(scale), 1, -1, 1));
        SameDiff any = SameDiff.create();
        SDVariable z = any.placeHolder("x", DataType.FLOAT, -1, 4, 6)
                .mul(any.reshape(any.math.exp(any.var("scale", scale.getArr())), 1, -1, 1));

        Path file = Exported.of(one, y, ExportOptions.fixedBatch(4), folder).file();

        assertThat(new Exported(any, file).difference(z.name(), random, 4, 4, 6))
                .matches(TensorDifference::isClose, "within the tolerance");
    }

    @Test
    void sizes_that_the_placeholder_leaves_open_are_given_with_the_options() throws IOException {
        Random random = new Random(18);
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3, -1, -1);
        SDVariable y = Blocks.convBnSwish(graph, x, random, "stem", 3, 4, 3, 2);

        assertThatThrownBy(() -> Exported.of(graph, y, ExportOptions.dynamicBatch(), folder))
                .hasMessage("placeholder x leaves axis 2 open: [-1, 3, -1, -1]; give the input sizes");
        Exported exported = Exported.of(graph, y, ExportOptions.dynamicBatch().withInputSizes(3, 10, 14), folder);

        assertThat(exported.difference(y.name(), random, 2, 3, 10, 14))
                .matches(TensorDifference::isClose, "within the tolerance");
    }

    @Test
    void a_graph_that_was_saved_and_loaded_exports_as_before() throws IOException {
        SameDiff graph = SameDiff.create();
        SDVariable y = detector(graph, new Random(19), -1);
        SDVariable z = graph.sum(graph.mean(graph.math.pow(y, 2).add(0.25), true, 1), 2);
        File saved = folder.resolve("graph.fb").toFile();
        graph.save(saved, false);

        SameDiff loaded = SameDiff.load(saved, false);
        Exported exported = Exported.of(loaded, loaded.getVariable(z.name()), ExportOptions.dynamicBatch(), folder);

        assertThat(new Exported(graph, exported.file()).difference(z.name(), new Random(1), 2, 3, SIDE, SIDE))
                .matches(TensorDifference::isClose, "within the tolerance");
    }

    @Test
    void several_outputs_keep_their_names_and_order() throws IOException {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 4);
        SDVariable a = x.mul(2);
        SDVariable b = a.add(1);
        Path file = folder.resolve("several.onnx");

        OnnxExporter.standard()
                .export(
                        graph,
                        "x",
                        List.of(b.name(), a.name(), "x", b.name()),
                        ExportOptions.dynamicBatch().withNames("in", "sum", "product", "same", "again"),
                        file);

        try (LoadedModel model = LoadedModel.open(file, SessionSettings.DEFAULT)) {
            Map<String, Tensor> out = model.compute(Map.of("in", Tensor.ofFloats(new long[] {1, 4}, 1, 2, 3, 4)));
            assertThat(out.keySet()).containsExactly("sum", "product", "same", "again");
            assertThat(out.get("sum").floats()).containsExactly(3, 5, 7, 9);
            assertThat(out.get("product").floats()).containsExactly(2, 4, 6, 8);
            assertThat(out.get("same").floats()).containsExactly(1, 2, 3, 4);
            assertThat(out.get("again").floats()).containsExactly(3, 5, 7, 9);
        }
    }

    @Test
    void the_file_says_about_itself_what_was_written_into_it() throws IOException {
        SameDiff graph = SameDiff.create();
        SDVariable y = detector(graph, new Random(16), -1);
        ModelMetadata written = ModelMetadata.ofDetector(
                List.of("red cell", "it's", "\"x\""), SIDE, SIDE, ModelMetadata.Form.DECODED, "box=ciou");

        Path file = Exported.of(graph, y, ExportOptions.dynamicBatch().withMetadata(written), folder)
                .file();

        try (LoadedModel model = LoadedModel.open(file, SessionSettings.DEFAULT)) {
            assertThat(ModelMetadata.of(model.metadata())).isEqualTo(written);
        }
    }

    @Test
    void a_changed_weight_shows_in_the_difference() throws IOException {
        SameDiff graph = SameDiff.create();
        SDVariable y = detector(graph, new Random(17), -1);
        Exported exported = Exported.of(graph, y, ExportOptions.dynamicBatch(), folder);
        INDArray weight = graph.getVariable("stem.conv.weight").getArr();
        weight.putScalar(0, weight.getFloat(0) + 0.5f);

        assertThat(exported.difference(y.name(), new Random(1), 1, 3, SIDE, SIDE))
                .matches(difference -> !difference.isClose(), "beyond the tolerance");
    }

    /** Output [batch, 80, 8] of the maps of stride 4 and 8, decoded. */
    private static SDVariable detector(SameDiff g, Random random, long batch) {
        SDVariable x = g.placeHolder("x", DataType.FLOAT, batch, 3, SIDE, SIDE);
        SDVariable stem = Blocks.convBnSwish(g, focus(g, x, batch), random, "stem", 12, 8, 3, 1);
        SDVariable c3 = Blocks.convBnSwish(g, stem, random, "dark2", 8, 8, 3, 2);
        SDVariable c4 = Blocks.convBnSwish(g, c3, random, "dark3", 8, 12, 3, 2);
        SDVariable spp = g.concat(
                1,
                c4,
                g.cnn.maxPooling2d(c4, Windows.pool(5, 1, 2)),
                g.cnn.maxPooling2d(c4, Windows.pool(9, 1, 4)),
                g.cnn.maxPooling2d(c4, Windows.pool(13, 1, 6)));
        SDVariable p4 = Blocks.convBnSwish(g, spp, random, "spp", 48, 8, 1, 1);
        SDVariable up = g.concat(1, g.cnn.upsampling2d(p4, 2, 2, true), c3);
        SDVariable p3 = Blocks.depthwiseBnSwish(g, up, random, "fuse", 16);
        return decode(
                g, g.concat(1, head(g, p3, random, "head0", 16, 8, batch), head(g, p4, random, "head1", 8, 4, batch)));
    }

    private static SDVariable focus(SameDiff g, SDVariable x, long batch) {
        SDVariable[] parts = new SDVariable[4];
        for (int i = 0; i < 4; i++) {
            long top = i % 2;
            long left = i / 2;
            parts[i] = g.stridedSlice(
                    x,
                    new long[] {0, 0, top, left},
                    new long[] {batch < 0 ? 0 : batch, 3, SIDE, SIDE},
                    new long[] {1, 1, 2, 2},
                    batch < 0 ? 1 : 0,
                    batch < 0 ? 1 : 0,
                    0,
                    0,
                    0);
        }
        return g.concat(1, parts);
    }

    private static SDVariable head(SameDiff g, SDVariable x, Random random, String name, int in, int side, long batch) {
        SDVariable box = prediction(g, x, random, name + ".reg", in, 4);
        SDVariable object = g.nn.sigmoid(prediction(g, x, random, name + ".obj", in, 1));
        SDVariable classes = g.nn.sigmoid(prediction(g, x, random, name + ".cls", in, CLASSES));
        SDVariable all = g.concat(1, box, object, classes);
        return g.permute(g.reshape(all, batch, 5 + CLASSES, (long) side * side), 0, 2, 1);
    }

    private static SDVariable prediction(SameDiff g, SDVariable x, Random random, String name, int in, int out) {
        SDVariable w = g.var(name + ".weight", array(random, 1, 1, in, out).muli(0.3));
        return g.cnn.conv2d(x, w, g.var(name + ".bias", array(random, out)), Windows.conv(1, 1, 1));
    }

    private static SDVariable decode(SameDiff g, SDVariable raw) {
        SDVariable[] parts = new SDVariable[3];
        int[] ends = {0, 2, 4, 5 + CLASSES};
        for (int i = 0; i < 3; i++) {
            parts[i] = g.stridedSlice(
                    raw,
                    new long[] {0, 0, ends[i]},
                    new long[] {0, 0, ends[i + 1]},
                    new long[] {1, 1, 1},
                    3,
                    3,
                    0,
                    0,
                    0);
        }
        SDVariable grid = g.constant("grid", array(new Random(1), 1, 80, 2));
        SDVariable stride = g.constant("stride", array(new Random(2), 1, 80, 1));
        return g.concat(2, parts[0].add(grid).mul(stride), g.math.exp(parts[1]).mul(stride), parts[2]);
    }
}
