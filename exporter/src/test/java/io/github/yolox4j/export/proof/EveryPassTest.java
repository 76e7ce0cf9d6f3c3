package io.github.yolox4j.export.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.LoweringRules;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.export.lowering.gradient.TrainingRules;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.pass.ChannelAffines;
import io.github.yolox4j.onnx.pass.ChannelDots;
import io.github.yolox4j.onnx.pass.ConstantFolding;
import io.github.yolox4j.onnx.pass.ConvBatchNormFolding;
import io.github.yolox4j.onnx.pass.DeadNodeRemoval;
import io.github.yolox4j.onnx.pass.GraphPass;
import io.github.yolox4j.onnx.pass.LazyLinearForms;
import io.github.yolox4j.onnx.pass.PhaseConvolution;
import io.github.yolox4j.onnx.pass.SiluGradients;
import io.github.yolox4j.testkit.Closeness;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Each pass alone: it changes a graph, and ONNX Runtime computes with what it makes what SameDiff computes. */
class EveryPassTest {

    private static final List<Proof> PROOFS = new ArrayList<>();

    /**
     * A graph and what SameDiff computes.
     *
     * @param exporter with its rules, and what the graph goes through before a pass is tried
     */
    private record Proof(
            String name,
            Subject subject,
            OnnxExporter exporter,
            Map<String, INDArray> numbers,
            Map<String, INDArray> expected,
            Closeness allowed) {

        static Proof of(String name, Subject subject, OnnxExporter exporter, Closeness allowed) {
            Map<String, INDArray> numbers = subject.numbers(new Random(1), 2);
            return new Proof(name, subject, exporter, numbers, subject.bySameDiff(numbers), allowed);
        }

        OnnxModel after(GraphPass pass) {
            return subject.model(
                    new OnnxExporter(exporter.rules(), exporter.pass().then(pass)));
        }
    }

    @BeforeAll
    static void draw() {
        OnnxExporter training = new OnnxExporter(TrainingRules.in(Dialect.ONNX_RUNTIME), graph -> graph);
        for (RuleCase rule : GradientCases.all()) {
            PROOFS.add(Proof.of(rule.name(), rule.backward(1), training, EveryRuleTest.GRADIENT));
        }
        PROOFS.add(Proof.of("large block", largeBlock(), training, EveryRuleTest.GRADIENT));
        OnnxExporter plain = new OnnxExporter(LoweringRules.standard(), graph -> graph);
        PROOFS.add(Proof.of("block", evaluatedBlock(), plain, EveryRuleTest.RESULT));
        OnnxExporter constantWeights = new OnnxExporter(LoweringRules.standard(), new ConstantFolding());
        PROOFS.add(Proof.of("block with constant weights", evaluatedBlock(), constantWeights, EveryRuleTest.RESULT));
        PROOFS.add(Proof.of("phases", phases(), constantWeights, EveryRuleTest.RESULT));
    }

    @ParameterizedTest
    @MethodSource("passes")
    void a_pass_changes_the_graph_and_not_what_it_computes(GraphPass pass) {
        int changed = 0;
        for (Proof proof : PROOFS) {
            OnnxModel model = proof.after(pass);
            if (!model.graph().equals(proof.after(graph -> graph).graph())) {
                changed++;
                Subject.assertAgree(
                        Subject.byOnnxRuntime(model, proof.numbers()),
                        proof.expected(),
                        proof.allowed(),
                        proof.name() + " after " + pass.getClass().getSimpleName());
            }
        }
        assertThat(changed).isPositive();
    }

    @Test
    void every_pass_is_among_them() throws IOException, URISyntaxException {
        Set<String> proved =
                passes().stream().map(pass -> pass.getClass().getName()).collect(Collectors.toCollection(TreeSet::new));

        assertThat(proved).isEqualTo(passClasses());
    }

    static List<GraphPass> passes() {
        return List.of(
                new ConstantFolding(),
                new ConvBatchNormFolding(),
                new DeadNodeRemoval(),
                new SiluGradients(),
                new LazyLinearForms(),
                new ChannelAffines(),
                new ChannelDots(),
                new PhaseConvolution());
    }

    /** Batch norm of a batch and SiLU over 400 positions, differentiated. */
    private static Subject largeBlock() {
        Random random = new Random(4);
        Draw draw = new Draw(random, DataType.DOUBLE, 2, 3, 20, 20);
        SameDiff g = SameDiff.create();
        SDVariable x = g.var("x", draw.array(2, 3, 20, 20));
        SDVariable centred = x.sub(x.mean(true, 0, 2, 3));
        SDVariable variance = centred.mul(centred).mean(true, 0, 2, 3);
        SDVariable scale = g.math.rsqrt(variance.add(1e-3)).mul(draw.positive(g, 1, 3, 1, 1));
        SDVariable normal = centred.mul(scale).add(draw.parameter(g, 1, 3, 1, 1));
        SDVariable silu = normal.mul(g.nn.sigmoid(normal));
        SDVariable weights = g.constant("weights", draw.array(2, 3, 20, 20));
        return Subject.ofGradients(silu.mul(weights).mean("loss"));
    }

    /** Convolutions over the phases of an image: in YOLOX's order, in another one, and with one of them twice. */
    private static Subject phases() {
        Random random = new Random(6);
        SameDiff g = SameDiff.create();
        SDVariable x = g.placeHolder("x", DataType.FLOAT, -1, 3, 8, 12);
        SDVariable sum = g.constant(0f);
        for (int[] order : new int[][] {{0, 2, 1, 3}, {3, 0, 1, 2}, {0, 1, 1, 3}}) {
            SDVariable[] parts = Arrays.stream(order)
                    .mapToObj(phase -> phase(x, phase / 2, phase % 2))
                    .toArray(SDVariable[]::new);
            SDVariable weight = g.constant(Draw.array(random, 3, 3, 12, 5).castTo(DataType.FLOAT));
            sum = sum.add(g.cnn.conv2d(g.concat(1, parts), weight, Windows.conv(3, 1, 1)));
        }
        return Subject.ofResult(x, sum.rename("y"));
    }

    private static SDVariable phase(SDVariable x, int row, int column) {
        return x.getSameDiff()
                .stridedSlice(
                        x,
                        new long[] {0, 0, row, column},
                        new long[] {1, 1, 1, 1},
                        new long[] {1, 1, 2, 2},
                        0b0011,
                        0b1111,
                        0,
                        0,
                        0);
    }

    /** Convolutions followed by batch norm with constant statistics. */
    private static Subject evaluatedBlock() {
        Random random = new Random(5);
        SameDiff g = SameDiff.create();
        SDVariable x = g.placeHolder("x", DataType.FLOAT, -1, 3, 10, 12);
        SDVariable y = Blocks.convBnSwish(g, x, random, "stem", 3, 5, 3, 2);
        return Subject.ofResult(x, Blocks.depthwiseBnSwish(g, y, random, "dconv", 5));
    }

    /** The classes beside {@link GraphPass} that are passes. */
    private static Set<String> passClasses() throws IOException, URISyntaxException {
        URI place = GraphPass.class.getResource("GraphPass.class").toURI();
        if (!place.getScheme().equals("jar")) {
            return passClasses(Path.of(place).getParent());
        }
        try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
            return passClasses(jar.getPath(GraphPass.class.getPackageName().replace('.', '/')));
        }
    }

    private static Set<String> passClasses(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> GraphPass.class.getPackageName() + "." + name.replace(".class", ""))
                    .filter(EveryPassTest::isPass)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isPass(String name) {
        try {
            Class<?> type = Class.forName(name);
            return GraphPass.class.isAssignableFrom(type) && !type.isInterface();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
