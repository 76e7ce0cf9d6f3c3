package io.github.yolox4j.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The official ONNX checker with strict shape inference, run in a child JVM: its native library needs another
 * JavaCPP than ND4J's.
 *
 * @param folder of its jars
 */
public record OnnxChecker(Path folder) {

    /** System property that names the folder of the checker's jars. */
    public static final String FOLDER = "yolox4j.checker";

    private static final String PROGRAM = "io.github.yolox4j.check.OnnxCheckerMain";
    private static final String OK = "ok";
    private static final String REFUSED = "refused: ";
    private static final long MINUTES = 5;

    /** The checker, if the system property {@value #FOLDER} names a folder of jars. */
    public static Optional<OnnxChecker> find() {
        return Optional.ofNullable(System.getProperty(FOLDER))
                .map(Path::of)
                .filter(OnnxChecker::holdsJars)
                .map(OnnxChecker::new);
    }

    /**
     * What is wrong with a file, nothing if the checker accepts it.
     *
     * @throws IOException if the checker cannot be run
     */
    public Optional<String> complaint(Path file) throws IOException {
        return complaints(List.of(file)).get(0);
    }

    /** What is wrong with each of several files, from one child process. */
    public List<Optional<String>> complaints(List<Path> files) throws IOException {
        Path answers = Files.createTempFile("onnx-checker", ".txt");
        Path noise = Files.createTempFile("onnx-checker", ".err");
        try {
            run(files, answers, noise);
            List<Optional<String>> complaints = new ArrayList<>();
            for (String line : Files.readAllLines(answers, StandardCharsets.UTF_8)) {
                if (line.equals(OK)) {
                    complaints.add(Optional.empty());
                } else if (line.startsWith(REFUSED)) {
                    complaints.add(Optional.of(line.substring(REFUSED.length())));
                }
            }
            if (complaints.size() != files.size()) {
                throw new IOException("the ONNX checker in " + folder + " gave " + complaints.size() + " verdicts on "
                        + files.size() + " files: " + Files.readString(noise).strip());
            }
            return complaints;
        } finally {
            Files.deleteIfExists(answers);
            Files.deleteIfExists(noise);
        }
    }

    private void run(List<Path> files, Path answers, Path noise) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                folder.resolve("*").toString(),
                PROGRAM));
        files.forEach(file -> command.add(file.toAbsolutePath().toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(answers.toFile())
                .redirectError(noise.toFile())
                .start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("the ONNX checker in " + folder + " did not end within " + MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the ONNX checker ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean holdsJars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".jar"));
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + folder + ": " + e, e);
        }
    }
}
