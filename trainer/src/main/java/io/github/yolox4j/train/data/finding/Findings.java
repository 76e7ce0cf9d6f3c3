package io.github.yolox4j.train.data.finding;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes what readers of a dataset meet, does with it what a {@link Policy} says, and counts it. Not thread-safe. */
public final class Findings {

    /** How many problems of a kind are kept as text where reading is not to list them all. */
    private static final int FEW = 100;

    private final Policy policy;
    private final boolean isCheck;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Map<ProblemKind, Integer> counts = new EnumMap<>(ProblemKind.class);

    private Findings(Policy policy, boolean isCheck) {
        this.policy = policy;
        this.isCheck = isCheck;
    }

    /** For use: a problem that the policy refuses ends the reading; others are counted. */
    public static Findings stopping(Policy policy) {
        return new Findings(policy, false);
    }

    /** For a check: reading goes on whatever is wrong, and every problem is kept, once. */
    public static Findings collecting(Policy policy) {
        return new Findings(policy, true);
    }

    /** For what belongs to another split: nothing ends the reading, it is told when that split is read. */
    public Findings elsewhere() {
        return new Findings(policy, true);
    }

    /**
     * Takes a problem.
     *
     * @throws IOException with the text, if reading is to end with it
     */
    public void tell(ProblemKind kind, String text) throws IOException {
        tell(kind, new IOException(text));
    }

    private void tell(ProblemKind kind, IOException problem) throws IOException {
        Outcome outcome = policy.outcome(kind);
        if (outcome == Outcome.REFUSED && !isCheck) {
            throw kind.usual() == Outcome.REFUSED
                    ? problem
                    : new IOException(problem.getMessage() + " (refused by --strict)", problem);
        }
        int before = counts.getOrDefault(kind, 0);
        String text = problem.getMessage() == null ? problem.toString() : problem.getMessage();
        boolean isNew = !isCheck && before >= FEW || problems.add(new Problem(kind, outcome, text));
        counts.put(kind, before + (isNew ? 1 : 0));
    }

    /**
     * Reads a part; empty if something was wrong with it and reading goes on.
     *
     * @throws IOException that of the part, if reading is to end with it
     */
    public <T> Optional<T> attempt(ProblemKind kind, Part<T> part) throws IOException {
        try {
            return Optional.of(part.read());
        } catch (IOException e) {
            tell(kind, e);
            return Optional.empty();
        }
    }

    /** Takes over what another met. */
    public void add(Findings other) {
        other.problems.forEach(problem -> {
            if (problems.add(problem)) {
                counts.merge(problem.kind(), 1, Integer::sum);
            }
        });
    }

    /** How many problems of a kind there were. */
    public int count(ProblemKind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /** The problems in the order in which they were met; of each kind all in a check, else the first hundred. */
    public Set<Problem> problems() {
        return Collections.unmodifiableSet(problems);
    }

    /**
     * What was noted, counted by kind in one line, as "2 boxes without area, left out; 1 ..."; empty if nothing was.
     */
    public String summary() {
        return counts.entrySet().stream()
                .filter(entry -> policy.outcome(entry.getKey()) == Outcome.NOTED)
                .map(entry -> entry.getValue() + " " + entry.getKey().plural())
                .collect(Collectors.joining("; "));
    }

    /** The images that were left out, each by one line that names it. */
    public List<String> imagesLeftOut() {
        return problems.stream()
                .filter(problem ->
                        problem.kind() == ProblemKind.MISSING_IMAGE || problem.kind() == ProblemKind.UNREADABLE_IMAGE)
                .map(Problem::text)
                .toList();
    }

    /** A part of a dataset that may turn out wrong. */
    @FunctionalInterface
    public interface Part<T> {
        T read() throws IOException;
    }
}
