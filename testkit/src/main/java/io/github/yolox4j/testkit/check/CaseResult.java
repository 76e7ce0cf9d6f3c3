package io.github.yolox4j.testkit.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The verdict on one case.
 *
 * @param name of the case
 * @param kind of the case
 * @param outcome what was found
 * @param seconds it took
 * @param note what else a reader should know, such as what computed it; empty if nothing
 * @param data that it was checked on, such as a file and who computed the numbers in it; empty if the name says it
 */
public record CaseResult(String name, String kind, Outcome outcome, double seconds, String note, String data) {

    public CaseResult {
        if (outcome.checks().isEmpty() == outcome.reason().isEmpty()) {
            throw new IllegalArgumentException("case " + name + " needs checks or a reason why there are none");
        }
    }

    /**
     * What was found.
     *
     * @param checks what was checked; empty if the case could not be run
     * @param reason why the case could not be run; empty if it was
     */
    public record Outcome(Verdict verdict, List<Check> checks, String reason) {

        public Outcome {
            Objects.requireNonNull(verdict, "verdict");
            checks = List.copyOf(checks);
        }

        private static Outcome without(Verdict verdict, String reason) {
            return new Outcome(verdict, List.of(), reason);
        }
    }

    /** A case that ran: it passed if every check did. */
    public static CaseResult of(String name, String kind, List<Check> checks, double seconds) {
        Verdict verdict = checks.stream().allMatch(Check::passed) ? Verdict.PASSED : Verdict.FAILED;
        return new CaseResult(name, kind, new Outcome(verdict, checks, ""), seconds, "", "");
    }

    /** A case that broke. */
    public static CaseResult failed(String name, String kind, String reason, double seconds) {
        return new CaseResult(name, kind, Outcome.without(Verdict.FAILED, reason), seconds, "", "");
    }

    /** A case that asks for what does not exist yet. */
    public static CaseResult unsupported(String name, String kind, String reason) {
        return new CaseResult(name, kind, Outcome.without(Verdict.UNSUPPORTED, reason), 0, "", "");
    }

    /** A case that does not apply. */
    public static CaseResult leftOut(String name, String kind, String reason) {
        return new CaseResult(name, kind, Outcome.without(Verdict.LEFT_OUT, reason), 0, "", "");
    }

    /** The same with a note. */
    public CaseResult withNote(String other) {
        return new CaseResult(name, kind, outcome, seconds, other, data);
    }

    /** The same, checked on that data. */
    public CaseResult withData(String other) {
        return new CaseResult(name, kind, outcome, seconds, note, other);
    }

    public Verdict verdict() {
        return outcome.verdict();
    }

    /** What was checked; empty if the case could not be run. */
    public List<Check> checks() {
        return outcome.checks();
    }

    /** Why the case could not be run; empty if it was. */
    public String reason() {
        return outcome.reason();
    }

    /** Those checks that compare numbers. */
    public List<Comparison> comparisons() {
        return checks().stream()
                .filter(Comparison.class::isInstance)
                .map(Comparison.class::cast)
                .toList();
    }

    /** How many numbers were compared. */
    public long numbers() {
        return comparisons().stream().mapToLong(Comparison::numbers).sum();
    }

    /** The comparison that comes closest to its tolerance, or exceeds it most. */
    public Optional<Comparison> closest() {
        return comparisons().stream()
                .max(Comparator.comparing(Comparison::passed).reversed().thenComparing(Comparison::shareOfTolerance));
    }

    /** The result in one line. */
    public String line() {
        return String.format(
                        Locale.ROOT,
                        "%-17s  %s (%s): %s",
                        verdict(),
                        name,
                        kind,
                        summary() + (note.isEmpty() ? "" : "; " + note))
                .replaceAll("\\s*\\R\\s*", " ");
    }

    /**
     * For tests: nothing happens to a case that passed.
     *
     * @throws AssertionError with {@link #line} if it did not pass
     */
    public void requirePassed() {
        if (verdict() != Verdict.PASSED) {
            throw new AssertionError(line());
        }
    }

    /** What was found, in one sentence. */
    public String summary() {
        if (!reason().isEmpty()) {
            return reason();
        }
        if (verdict() == Verdict.FAILED) {
            return checks().stream()
                    .filter(check -> !check.passed())
                    .map(this::failure)
                    .collect(Collectors.joining("; "));
        }
        return closest()
                .map(c -> counted() + ", " + c.measure() + " at " + c.subject() + c.where() + ", tolerance "
                        + c.tolerance().factor())
                .orElseGet(() -> checks().size() == 1 ? checks().get(0).finding() : counted() + ", all passed");
    }

    private String counted() {
        return checks().size() == 1 ? "1 check" : checks().size() + " checks";
    }

    /** A check named as the case itself is not named twice. */
    private String failure(Check check) {
        return check.subject().equals(name) ? check.finding() : check.sentence();
    }
}
