package io.github.yolox4j.verify.reference;

import io.github.yolox4j.verify.Check;
import java.util.List;
import java.util.Optional;

/** A known kind that cannot be computed yet. */
record NotYetSupported(String name, String reason) implements GoldenKind {

    @Override
    public Optional<String> missing(CaseFacts facts) {
        return Optional.of(reason);
    }

    @Override
    public List<Check> check(CaseFacts facts) {
        throw new IllegalStateException(reason);
    }
}
