package io.github.yolox4j.cluster;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/**
 * {@code spark-submit ... yolox4j-cluster.jar train ...}: trains with as many ranks as it is given workers. Each is a
 * task of one barrier stage, so that all run at the same time or none. A rank that fails fails the stage, which is then
 * submitted again and goes on from the last checkpoint.
 */
@Command(
        name = "spark-submit ... yolox4j-cluster.jar",
        mixinStandardHelpOptions = true,
        description = "Trains a detector on a Spark cluster, with the options of 'yolox4j train' and these.")
public final class SparkTrain {

    private static final int SECRET_BYTES = 32;

    /** What Spark needs to find so many free slots without the usual quarter of a minute between two looks. */
    private static final Map<String, String> USUAL = Map.of(
            "spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "2s",
            "spark.task.maxFailures", "1");

    @Option(
            names = "--workers",
            defaultValue = "2",
            paramLabel = "N",
            description = "Number of ranks, each a task of Spark that needs a free slot (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--attempts",
            defaultValue = "3",
            paramLabel = "N",
            description =
                    "How often the ranks are started, at most: after a failure they go on from the last checkpoint "
                            + "(default: ${DEFAULT-VALUE}).")
    private int attempts;

    @Unmatched
    private List<String> training = new ArrayList<>();

    private SparkTrain() {}

    /** Ends the process with 0, or 1 if the ranks failed, or 2 if they were asked for something wrong. */
    public static void main(String[] arguments) {
        SparkTrain program = new SparkTrain();
        CommandLine line = new CommandLine(program);
        int code;
        try {
            CommandLine.ParseResult parsed = line.parseArgs(arguments);
            code = CommandLine.executeHelpRequest(parsed) == null ? program.run() : 0;
        } catch (CommandLine.ParameterException | IllegalArgumentException | IOException e) {
            System.err.println("yolox4j: " + e.getMessage());
            code = 2;
        }
        if (code != 0) {
            System.exit(code);
        }
    }

    private int run() throws IOException {
        if (workers < 1 || attempts < 1) {
            throw new IllegalArgumentException(
                    "--workers and --attempts must be at least 1, got " + workers + " and " + attempts);
        }
        if (training.isEmpty() || !training.get(0).equals("train")) {
            throw new IllegalArgumentException("the first word must be 'train', got " + training);
        }
        SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "yolox4j " + String.join(" ", training));
        USUAL.forEach(conf::setIfMissing);
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            return new Attempts(attempts).of(new TrainingArguments(training), files(spark), words -> job(spark, words));
        }
    }

    private static Map<String, String> files(JavaSparkContext spark) {
        Map<String, String> settings = new HashMap<>();
        Configuration configuration = spark.hadoopConfiguration();
        configuration.forEach(entry -> settings.put(entry.getKey(), entry.getValue()));
        return settings;
    }

    /** What rank 0 said. */
    private String job(JavaSparkContext spark, List<String> words) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        RankTask task =
                new RankTask(words, UUID.randomUUID().toString(), HexFormat.of().formatHex(secret), files(spark));
        List<Integer> ranks = IntStream.range(0, workers).boxed().toList();
        return spark.parallelize(ranks, workers)
                .rdd()
                .barrier()
                .mapPartitions(task, false, scala.reflect.ClassTag$.MODULE$.<String>apply(String.class))
                .toJavaRDD()
                .collect()
                .get(0);
    }
}
