package io.github.yolox4j.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.junit.jupiter.api.Test;

class SessionSettingsTest {

    private static final SessionSettings GPU = SessionSettings.DEFAULT.withDevice(Device.cuda(1));

    @Test
    void factors_are_rounded_to_tf32_only_where_that_is_asked_for() {
        assertThat(GPU.cudaOptions()).containsOnly(entry("use_tf32", "0"));
        assertThat(GPU.withTf32(true).cudaOptions()).containsOnly(entry("use_tf32", "1"));
    }

    @Test
    void kernels_are_not_chosen_by_timing_where_equal_runs_shall_be_equal() {
        assertThat(GPU.withDeterministic(true).cudaOptions()).containsEntry("cudnn_conv_algo_search", "HEURISTIC");
    }

    @Test
    void threads_spin_for_as_long_as_they_are_told() throws OrtException {
        try (OrtSession.SessionOptions options = SessionSettings.DEFAULT.options()) {
            assertThat(options.getConfigEntries())
                    .containsEntry("session.intra_op.allow_spinning", "1")
                    .doesNotContainKey("session.intra_op.spin_duration_us");
        }
        SessionSettings brief = SessionSettings.DEFAULT.withWaiting(SessionSettings.Waiting.BRIEFLY_SPINNING);
        try (OrtSession.SessionOptions options = brief.options()) {
            assertThat(options.getConfigEntries())
                    .containsEntry("session.intra_op.allow_spinning", "1")
                    .containsEntry("session.intra_op.spin_duration_us", "50");
        }
    }

    @Test
    void runs_take_the_place_of_threads_on_the_cpu_alone() {
        SessionSettings three = SessionSettings.DEFAULT.withThreads(3).withRunsInsteadOfThreads();
        assertThat(three.threads()).isEqualTo(1);
        assertThat(three.runsAtOnce()).isEqualTo(3);
        assertThat(GPU.withRunsInsteadOfThreads()).isEqualTo(GPU);
    }

    @Test
    void a_system_property_says_how_many_there_are_where_nothing_else_does() {
        String before = System.getProperty(SessionSettings.THREADS);
        try {
            System.setProperty(SessionSettings.THREADS, "5");
            assertThat(SessionSettings.DEFAULT.withRunsInsteadOfThreads().runsAtOnce())
                    .isEqualTo(5);
            assertThat(SessionSettings.DEFAULT
                            .withThreads(2)
                            .withRunsInsteadOfThreads()
                            .runsAtOnce())
                    .isEqualTo(2);
            System.setProperty(SessionSettings.THREADS, "four");
            assertThatThrownBy(SessionSettings.DEFAULT::threadsUsed)
                    .hasMessage("system property yolox4j.threads: expected a number of threads, 0 or more, got 'four'");
            System.clearProperty(SessionSettings.THREADS);
            assertThat(SessionSettings.DEFAULT.withRunsInsteadOfThreads().runsAtOnce())
                    .isEqualTo(Runtime.getRuntime().availableProcessors());
        } finally {
            System.clearProperty(SessionSettings.THREADS);
            if (before != null) {
                System.setProperty(SessionSettings.THREADS, before);
            }
        }
    }

    @Test
    void say_what_a_log_has_to_tell() {
        assertThat(SessionSettings.DEFAULT).hasToString("cpu");
        assertThat(SessionSettings.DEFAULT.withThreads(1).withDeterministic(true))
                .hasToString("cpu, 1 thread, deterministic");
        assertThat(GPU.withThreads(2)).hasToString("cuda:1, 2 threads, TF32 off");
        assertThat(GPU.withTf32(true)).hasToString("cuda:1, TF32 on");
    }

    @Test
    void tf32_on_the_cpu_is_refused() {
        assertThatThrownBy(() -> SessionSettings.DEFAULT.withTf32(true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("TF32 is for cuda devices, the device is cpu");
    }
}
