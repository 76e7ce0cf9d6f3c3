package io.github.yolox4j.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the ranks again after a failure, so many times, from the last checkpoint that there is.
 *
 * @param most how often they are started
 */
record Attempts(int most) {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** Starts the ranks with a command line, waits for them, and returns what rank 0 said. */
    @FunctionalInterface
    interface Job {
        String run(List<String> words) throws SparkException;
    }

    /**
     * Runs to the end, or until the attempts are used up.
     *
     * @return the exit code: 0, or 1 after the last failure, or 2 if the ranks refused what they were asked for
     */
    int of(TrainingArguments first, Map<String, String> files, Job job) throws IOException {
        List<String> causes = new ArrayList<>();
        TrainingArguments arguments = first;
        while (causes.size() < most) {
            try {
                System.out.print(job.run(arguments.words()));
                return 0;
            } catch (SparkException e) {
                String cause = FailedRank.causeOf(e);
                causes.add(cause);
                LOG.debug("attempt {} of {} failed", causes.size(), most, e);
                System.err.println("yolox4j: attempt " + causes.size() + " of " + most + " failed: " + cause);
                if (FailedRank.isRefusal(e)) {
                    return 2;
                }
                arguments = next(first, files);
            }
        }
        System.err.println("yolox4j: given up after " + most + " attempts; the first failure was: " + causes.get(0));
        return 1;
    }

    private static TrainingArguments next(TrainingArguments first, Map<String, String> files) throws IOException {
        String folder = first.run().orElseThrow();
        return new RemoteFolder(folder, files).hasCheckpoint() ? first.resuming(folder) : first;
    }
}
