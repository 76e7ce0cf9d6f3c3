package io.github.yolox4j.conformance;

import static io.github.yolox4j.conformance.DifferentiableLoss.ofSameDiff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.yolox4j.testkit.GoldenCase;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

class GoldenTestTest {

    private static final String FOLDER = "src/test/golden";

    @Test
    void every_case_is_a_test_of_its_own_and_a_wrong_number_fails_its_case_only() {
        EngineExecutionResults results = run(Squares.class);

        assertThat(names(results.testEvents().succeeded().list())).containsExactly("right");
        assertThat(names(results.testEvents().failed().list())).containsExactly("wrong");
        assertThat(failure(results))
                .contains("grad_logits", "1 of 12 numbers", "at [1, 2]", "absolute 5.000e-01")
                .doesNotContain("[loss]");
    }

    @Test
    void a_loss_that_is_not_the_reference_fails_in_value_and_gradient() {
        EngineExecutionResults results = run(WrongFactor.class);

        assertThat(names(results.testEvents().failed().list())).containsExactly("right", "wrong");
        assertThat(failure(results)).contains("[loss]", "grad_logits", "12 of 12 numbers");
    }

    @Test
    void cases_of_any_kind_can_be_taken_as_they_are() {
        run(AnyKind.class).testEvents().assertStatistics(events -> events.succeeded(22)
                .failed(0));
    }

    @Test
    void a_folder_that_is_not_there_fails() {
        assertThat(containerFailure(run(NoFolder.class))).contains("no such folder", "nowhere");
    }

    @Test
    void a_folder_without_a_case_of_the_kind_fails() {
        assertThat(containerFailure(run(NoSuchKind.class))).contains("has no case to run of the kinds [coco_metrics]");
    }

    @Test
    void a_test_without_a_folder_fails() {
        assertThat(containerFailure(run(NoName.class))).contains("needs either a folder or the name of a shipped one");
    }

    @Test
    void a_case_that_is_none_of_a_loss_fails_with_the_kinds_that_are() {
        assertThat(failure(run(NoLoss.class)))
                .contains("coco_metrics", "which is none of a loss: [box_loss, dfl, score_loss");
    }

    static class Squares {
        @GoldenTest(FOLDER)
        void agrees(LossCase golden) {
            golden.assertMetBy(ofSameDiff((x, y) -> squares(x, y, golden.parameter("factor"))));
        }
    }

    static class WrongFactor {
        @GoldenTest(FOLDER)
        void agrees(LossCase golden) {
            golden.in(DataType.FLOAT, 1e-4).assertMetBy(ofSameDiff((x, y) -> squares(x, y, 2)));
        }
    }

    static class AnyKind {
        @GoldenTest(shipped = "detector")
        void has_numbers(GoldenCase golden) throws IOException {
            assertThat(golden.arrays().keys()).isNotEmpty();
        }
    }

    static class NoFolder {
        @GoldenTest("nowhere")
        void agrees(LossCase golden) {}
    }

    static class NoSuchKind {
        @GoldenTest(value = FOLDER, kinds = "coco_metrics")
        void agrees(LossCase golden) {}
    }

    static class NoName {
        @GoldenTest
        void agrees(LossCase golden) {}
    }

    static class NoLoss {
        @GoldenTest(shipped = "coco")
        void agrees(LossCase golden) {}
    }

    private static SDVariable squares(SDVariable x, SDVariable y, double factor) {
        SDVariable difference = x.sub(y);
        return difference.mul(difference).mul(factor);
    }

    private static EngineExecutionResults run(Class<?> test) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(test))
                .execute();
    }

    private static List<String> names(List<Event> events) {
        return events.stream()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    private static String failure(EngineExecutionResults results) {
        return message(results.testEvents().failed().list().get(0));
    }

    private static String containerFailure(EngineExecutionResults results) {
        return message(results.containerEvents().failed().list().get(0));
    }

    private static String message(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow()
                .getMessage();
    }
}
