package io.github.yolox4j.verify.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script from which the suite {@code formulas} comes, where there is a Python with NumPy to run it. */
class FormulasScriptTest {

    /**
     * Mathematical functions of another machine may round otherwise in the last digit, what is drawn and added may not.
     */
    private static final double ROUNDING = 1e-13;

    @TempDir
    Path folder;

    @BeforeEach
    void python_is_there() throws Exception {
        PythonRun.assumeRuns(folder, "import numpy");
    }

    @Test
    void it_writes_the_folder_that_is_shipped() throws Exception {
        write("golden", 0, "golden: 134 cases\n");

        List<GoldenCase> shipped = GoldenFolder.shipped("formulas").cases();
        List<GoldenCase> written = GoldenFolder.open(folder.resolve("golden")).cases();
        assertThat(written).extracting(GoldenCase::description).isEqualTo(descriptions(shipped));
        for (int i = 0; i < shipped.size(); i++) {
            NpzArchive expected = shipped.get(i).arrays();
            NpzArchive actual = written.get(i).arrays();
            assertThat(actual.keys()).isEqualTo(expected.keys());
            for (String key : expected.keys()) {
                assertSame(shipped.get(i).name() + ", " + key, actual.array(key), expected.array(key));
            }
        }
    }

    @Test
    void it_writes_the_same_bytes_every_time() throws Exception {
        write("one", 0, "one: 134 cases\n");
        write("two", 0, "two: 134 cases\n");

        List<Path> files = files("one");
        assertThat(files("two")).isEqualTo(files);
        assertThat(files).hasSize(135);
        for (Path file : files) {
            assertThat(folder.resolve("two").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
        }
    }

    @Test
    void a_folder_that_is_there_already_is_not_written_into() throws Exception {
        write("golden", 0, "golden: 134 cases\n");
        write("golden", 2, "formulas: golden is there already\n");
    }

    private void write(String golden, int code, String output) throws IOException, InterruptedException {
        assertThat(PythonRun.of(folder, PythonRun.script("formulas.py"), golden))
                .isEqualTo(new PythonRun(code, output));
    }

    private List<Path> files(String golden) throws IOException {
        Path root = folder.resolve(golden);
        try (Stream<Path> files = Files.list(root)) {
            return files.map(root::relativize).sorted().toList();
        }
    }

    private static List<Object> descriptions(List<GoldenCase> cases) {
        return cases.stream().<Object>map(GoldenCase::description).toList();
    }

    private static void assertSame(String what, Numbers actual, Numbers expected) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double[] numbers = actual.doubles();
        double[] wanted = expected.doubles();
        for (int i = 0; i < wanted.length; i++) {
            double most = ROUNDING * Math.max(1, Math.abs(wanted[i]));
            assertThat(numbers[i]).as("%s [%d]", what, i).isCloseTo(wanted[i], within(most));
        }
    }
}
