package io.github.yolox4j.testkit.golden;

import io.github.yolox4j.testkit.check.Check;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Computes and compares the cases of one kind. Implementations hold at most how they compute. */
public interface GoldenKind {

    /** The word behind {@code kind} in a manifest. */
    String name();

    /**
     * What a case asks for that this library lacks, as a sentence; empty if it has everything.
     *
     * @throws IOException if the manifest's description of the case is incomplete
     */
    default Optional<String> missing(CaseFacts facts) throws IOException {
        return Optional.empty();
    }

    /**
     * In what the case is computed.
     *
     * @throws IOException if the manifest's description of the case is incomplete
     */
    default Arithmetic arithmetic(CaseFacts facts) throws IOException {
        return Arithmetic.DOUBLE;
    }

    /**
     * Computes the case and compares.
     *
     * @return at least one check
     * @throws IOException if a file or the description is damaged
     */
    List<Check> check(CaseFacts facts) throws IOException;
}
