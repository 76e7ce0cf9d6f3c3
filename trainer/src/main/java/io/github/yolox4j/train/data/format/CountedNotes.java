package io.github.yolox4j.train.data.format;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For training: as {@link Findings#STRICT}, and counts by kind what was not read to the letter. */
final class CountedNotes implements Findings {

    private static final Logger LOG = LoggerFactory.getLogger(Findings.class);

    private static final Set<ProblemKind> COUNTED =
            EnumSet.of(ProblemKind.ROW_OF_ANOTHER_TASK, ProblemKind.FRACTION_OUTSIDE, ProblemKind.CLASS_WITH_FRACTION);

    private final Map<ProblemKind, Integer> counts = new EnumMap<>(ProblemKind.class);

    @Override
    public void refuse(ProblemKind kind, IOException error) throws IOException {
        STRICT.refuse(kind, error);
    }

    @Override
    public void tell(ProblemKind kind, String text) {
        if (COUNTED.contains(kind)) {
            counts.merge(kind, 1, Integer::sum);
        } else {
            STRICT.tell(kind, text);
        }
    }

    /** One line, if there is something to say. */
    void log(String what) {
        if (!counts.isEmpty()) {
            LOG.warn(
                    "{}: {}; 'dataset check' lists them",
                    what,
                    counts.entrySet().stream()
                            .map(entry ->
                                    entry.getValue() + " " + entry.getKey().plural())
                            .collect(Collectors.joining(", ")));
        }
    }
}
