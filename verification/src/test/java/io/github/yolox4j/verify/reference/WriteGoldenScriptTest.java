package io.github.yolox4j.verify.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Verdict;
import io.github.yolox4j.verify.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that writes golden folders, where there is a Python with NumPy to run it. */
class WriteGoldenScriptTest {

    private static final String TENSORS =
            """
            import numpy as np
            r = np.random.default_rng(1)
            x = r.normal(size=(5, 3)); t = r.uniform(size=(5, 3))
            np.savez_compressed("all.npz", logits=x, target=np.asfortranarray(t))
            np.save("loss.npy", np.logaddexp(0, x) - x * t)
            np.save("gradient.npy", (1 / (1 + np.exp(-x)) - t).astype(">f8"))
            np.save("near.npy", x + 1e-8)
            np.save("half.npy", x.astype(np.float16))
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void python_is_there() throws Exception {
        PythonRun.assumeRuns(folder, TENSORS);
    }

    @Test
    void folders_that_it_writes_pass_or_fail_as_their_numbers_do() throws Exception {
        assertThat(write("--name", "same", "--actual", "near.npy", "--expected", "all.npz:logits"))
                .isEqualTo(new PythonRun(0, "golden: 1 cases\n"));
        assertThat(write(
                                "--name",
                                "apart",
                                "--actual",
                                "near.npy",
                                "--expected",
                                "all.npz:logits",
                                "--tolerance",
                                "1e-9")
                        .code())
                .isZero();
        assertThat(write(
                        "--name",
                        "my/bce",
                        "--kind",
                        "score_loss",
                        "--fact",
                        "loss=\"bce\"",
                        "--array",
                        "logits=all.npz:logits",
                        "--array",
                        "target=all.npz:target",
                        "--array",
                        "loss=loss.npy",
                        "--array",
                        "grad_logits=gradient.npy",
                        "--source",
                        "my paper"))
                .isEqualTo(new PythonRun(0, "golden: 3 cases\n"));

        Report report = GoldenSuite.open(folder.resolve("golden")).run(result -> {});

        assertThat(report.cases())
                .extracting(CaseResult::verdict)
                .as(report.cases().toString())
                .containsExactly(Verdict.PASSED, Verdict.FAILED, Verdict.PASSED);
        assertThat(report.cases().get(2).data()).isEqualTo("my_bce.npz by my paper");
    }

    @Test
    void wrong_input_is_one_line() throws Exception {
        assertThat(write("--name", "x", "--actual", "half.npy", "--expected", "near.npy"))
                .isEqualTo(new PythonRun(
                        2,
                        "write_golden: array 'actual' is of type float16; convert it to one of float64, float32, int64,"
                                + " int32, uint8\n"));
        assertThat(write("--name", "x").output())
                .isEqualTo("write_golden: no tensors: need --actual and --expected, or --array\n");
        assertThat(folder.resolve("golden")).doesNotExist();
    }

    private PythonRun write(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(PythonRun.script("write_golden.py"), "golden"));
        command.addAll(List.of(options));
        return PythonRun.of(folder, command.toArray(String[]::new));
    }
}
