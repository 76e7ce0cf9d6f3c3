package io.github.yolox4j.verify.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Verdict;
import io.github.yolox4j.testkit.golden.Arithmetic;
import io.github.yolox4j.testkit.golden.CaseFacts;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class TrainStepsTest {

    @TempDir
    Path temporary;

    @Test
    @Tag("slow")
    void six_training_steps_in_double_equal_the_reference() throws IOException {
        CaseResult result = WrittenFolder.copied(temporary, "detector", "train/nano_96_l1_double")
                .runOnly();

        assertThat(result.verdict()).as(result.line()).isEqualTo(Verdict.PASSED);
        assertThat(result.checks())
                .as("six terms of six steps, every gradient, what is stored of the weights and of their average")
                .hasSize(6 * 6 + trainable() + 446 + 106);
        assertThat(gradientsIn(result)).isEqualTo(trainable());
    }

    @ParameterizedTest
    @EnumSource
    void the_first_training_step_in_single_precision_equals_the_reference(GoldenEngine engine) throws IOException {
        CaseResult result =
                WrittenFolder.copied(temporary, "detector", "train/nano_96_l1").runOnly(engine);

        assertThat(result.verdict()).as(result.line()).isEqualTo(Verdict.PASSED);
        assertThat(result.checks())
                .as("six terms, every gradient, what is stored of the weights")
                .hasSize(6 + trainable() + 446);
        assertThat(gradientsIn(result)).isEqualTo(trainable());
        assertThat(result.note()).isEqualTo(engine == GoldenEngine.SAMEDIFF ? "" : "by " + engine);
    }

    @ParameterizedTest
    @CsvSource({"train/nano_96_l1, by onnxruntime", "train/nano_96_l1_double, left to samediff: double precision"})
    void onnx_runtime_is_given_the_steps_in_single_precision(String name, String note) throws IOException {
        GoldenCase golden = GoldenFolder.shipped("detector").cases().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow();
        Arithmetic arithmetic = GoldenSuite.kinds(GoldenEngine.ONNXRUNTIME)
                .find(golden.kind())
                .orElseThrow()
                .arithmetic(new CaseFacts(golden));
        assertThat(GoldenEngine.ONNXRUNTIME.note(arithmetic)).isEqualTo(note);
    }

    private static long gradientsIn(CaseResult result) {
        return result.checks().stream()
                .map(Check::subject)
                .filter(subject -> subject.startsWith("grad/"))
                .distinct()
                .count();
    }

    /** How many parameters of the network have a gradient. */
    private static int trainable() {
        Weights weights = new Yolox(YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3)).initialise(DataType.FLOAT, 0);
        return (int) weights.specs().stream()
                .filter(spec -> spec.kind().isTrainable())
                .count();
    }
}
