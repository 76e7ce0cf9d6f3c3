package io.github.yolox4j.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Processes of Spark, from the jars that Maven has put together.
 *
 * @param folder for logs and working folders
 */
record SparkHome(Path folder) {

    private static final Path HOME =
            Path.of("../spark-home/target/spark").toAbsolutePath().normalize();
    private static final Path APPLICATION =
            Path.of("../cli/target/app").toAbsolutePath().normalize();
    private static final Path CLASSES = Path.of("target/classes").toAbsolutePath();

    /** Starts a program of the application. */
    Process application(Path log, Map<String, String> environment, Object... words) throws IOException {
        List<String> line =
                java(APPLICATION + "/*", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "io.github.yolox4j.cli.Main");
        Arrays.stream(words).map(Object::toString).forEach(line::add);
        return start(log, environment, line);
    }

    /** Starts one of Spark's daemons. */
    Process daemon(Path log, String type, Object... words) throws IOException {
        List<String> line = java(HOME + "/jars/*", "-Xmx300m", "org.apache.spark.deploy." + type);
        Arrays.stream(words).map(Object::toString).forEach(line::add);
        return start(log, Map.of("SPARK_NO_DAEMONIZE", "1"), line);
    }

    /** Submits a training run. The application's jars are not copied: the machine has them. */
    Process submit(Path log, String master, List<String> settings, Object... words) throws IOException {
        List<String> line = java(HOME + "/jars/*", "-Xmx1g", "org.apache.spark.deploy.SparkSubmit");
        line.addAll(List.of("--master", master, "--jars", applicationJars()));
        settings.forEach(setting -> line.addAll(List.of("--conf", setting)));
        line.addAll(List.of("--class", SparkTrain.class.getName(), ownJar().toString()));
        Arrays.stream(words).map(Object::toString).forEach(line::add);
        return start(log, Map.of(), line);
    }

    /** All but the log that Spark has another one for. */
    private static String applicationJars() throws IOException {
        try (Stream<Path> jars = Files.list(APPLICATION)) {
            return jars.filter(jar -> !jar.getFileName().toString().startsWith("logback"))
                    .map(jar -> "local:" + jar)
                    .collect(Collectors.joining(","));
        }
    }

    private Path ownJar() throws IOException {
        Path jar = folder.resolve("yolox4j-cluster.jar");
        if (Files.exists(jar)) {
            return jar;
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> classes = Files.walk(CLASSES)) {
            for (Path path : classes.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(CLASSES.relativize(path).toString()));
                Files.copy(path, out);
            }
        }
        return jar;
    }

    private static List<String> java(String classPath, String... more) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-cp", classPath));
        line.addAll(List.of(more));
        return line;
    }

    private Process start(Path log, Map<String, String> environment, List<String> line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME", HOME.toString(),
                        "SPARK_LOCAL_IP", "127.0.0.1",
                        "SPARK_SCALA_VERSION", "2.13"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
