package io.github.yolox4j.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A rank that did not end well. Spark carries it to the driver as text. */
final class FailedRank extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final String REFUSED = "refused: ";

    /** What Spark puts around the message of an exception. */
    private static final Pattern MESSAGE = Pattern.compile(Pattern.quote(FailedRank.class.getName()) + ": ([^\\n]*)");

    private FailedRank(String message) {
        super(message);
    }

    /** One that could not even begin: it would not fare better the next time. */
    static FailedRank refused(String message) {
        return new FailedRank(REFUSED + message);
    }

    static FailedRank failed(String message) {
        return new FailedRank(message);
    }

    /** What a job failed of: what a rank says, or else what Spark says. */
    static String causeOf(Throwable job) {
        String all = String.valueOf(job.getMessage());
        Matcher message = MESSAGE.matcher(all);
        String cause = message.find() ? message.group(1) : withoutFrames(all);
        return cause.startsWith(REFUSED) ? cause.substring(REFUSED.length()) : cause;
    }

    private static String withoutFrames(String message) {
        return message.lines()
                .takeWhile(
                        line -> !line.isBlank() && !line.startsWith("\tat ") && !line.startsWith("Driver stacktrace"))
                .collect(Collectors.joining(" "));
    }

    static boolean isRefusal(Throwable job) {
        Matcher message = MESSAGE.matcher(String.valueOf(job.getMessage()));
        return message.find() && message.group(1).startsWith(REFUSED);
    }
}
