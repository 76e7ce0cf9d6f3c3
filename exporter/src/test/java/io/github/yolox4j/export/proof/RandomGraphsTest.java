package io.github.yolox4j.export.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.testkit.OnnxChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.autodiff.samediff.SameDiff;

/** Properties of random graphs, a dozen of each kind, every opset among them. A failure names the seed. */
class RandomGraphsTest {

    private static final int GRAPHS = 12;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void a_random_graph_computes_the_same_in_onnx_runtime_and_passes_the_checker(RandomGraphs kind) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int seed = 0; seed < GRAPHS; seed++) {
            Random random = new Random(1000L * kind.ordinal() + seed);
            SameDiff graph = SameDiff.create();
            RandomGraphs.Drawn drawn = kind.draw(graph, random);
            Opset opset = new Opset(Opset.OLDEST + seed % (Opset.NEWEST - Opset.OLDEST + 1));
            Exported exported =
                    Exported.of(graph, drawn.y(), ExportOptions.dynamicBatch().withOpset(opset), folder);
            for (int batch : new int[] {1, 3}) {
                assertThat(exported.difference(drawn.y().name(), random, drawn.shape(batch)))
                        .as("%s, seed %d, opset %s, batch %d", kind, seed, opset, batch)
                        .matches(
                                difference -> difference.numbers() > 0 && difference.isClose(), "within the tolerance");
            }
            files.add(Files.move(exported.file(), folder.resolve(kind + "-" + seed + ".onnx")));
        }
        Optional<OnnxChecker> checker = OnnxChecker.find();
        assumeThat(checker)
                .as("the ONNX checker is not built: run the phase 'verify' with -am")
                .isPresent();
        assertThat(checker.get().complaints(files)).allMatch(Optional::isEmpty);
    }
}
