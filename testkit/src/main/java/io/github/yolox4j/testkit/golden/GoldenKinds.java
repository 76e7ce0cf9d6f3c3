package io.github.yolox4j.testkit.golden;

import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.testkit.check.Check;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Kinds of golden cases, found by name.
 *
 * @param all in the order in which messages list them
 */
public record GoldenKinds(List<GoldenKind> all) {

    private static final double NANOSECONDS = 1e9;

    public GoldenKinds {
        all = List.copyOf(all);
    }

    public static GoldenKinds of(GoldenKind... kinds) {
        return new GoldenKinds(List.of(kinds));
    }

    /** These and others. */
    public GoldenKinds and(GoldenKinds others) {
        List<GoldenKind> both = new ArrayList<>(all);
        both.addAll(others.all);
        return new GoldenKinds(both);
    }

    public Optional<GoldenKind> find(String name) {
        return all.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** Runs a case: computes it and compares. */
    public CaseResult run(GoldenCase golden) {
        return run(golden, arithmetic -> "");
    }

    /**
     * Runs a case. Whatever a damaged or foreign file provokes is the result of this case.
     *
     * @param note what to say of a case by what it is computed in
     */
    public CaseResult run(GoldenCase golden, Function<Arithmetic, String> note) {
        long start = System.nanoTime();
        try {
            Optional<GoldenKind> kind = find(golden.kind());
            if (kind.isEmpty()) {
                return unsupported(golden, "kind '" + golden.kind() + "' is unknown; known are " + names());
            }
            CaseFacts facts = new CaseFacts(golden);
            Optional<String> missing = kind.get().missing(facts);
            if (missing.isEmpty()) {
                missing = facts.unknownRule();
            }
            if (missing.isPresent()) {
                return unsupported(golden, missing.get());
            }
            List<Check> checks = kind.get().check(facts);
            return CaseResult.of(golden.name(), golden.kind(), checks, seconds(start))
                    .withNote(note.apply(kind.get().arithmetic(facts)));
        } catch (IOException | IllegalArgumentException e) {
            return failed(golden, String.valueOf(e.getMessage()), start);
        } catch (RuntimeException | OutOfMemoryError e) {
            return failed(golden, e.getClass().getSimpleName() + ": " + e.getMessage(), start);
        }
    }

    private String names() {
        return all.stream().map(GoldenKind::name).collect(Collectors.joining(", "));
    }

    private static CaseResult unsupported(GoldenCase golden, String reason) {
        return CaseResult.unsupported(golden.name(), golden.kind(), reason);
    }

    private static CaseResult failed(GoldenCase golden, String reason, long start) {
        return CaseResult.failed(golden.name(), golden.kind(), reason, seconds(start));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / NANOSECONDS;
    }
}
