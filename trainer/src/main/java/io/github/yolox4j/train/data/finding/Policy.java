package io.github.yolox4j.train.data.finding;

/** Decides what becomes of everything unusual in a dataset: the same for all formats and commands. */
public enum Policy {
    /** As {@link ProblemKind} says. */
    USUAL {
        @Override
        public Outcome outcome(ProblemKind kind) {
            return kind.usual();
        }
    },
    /** Refuses also what would be noted. */
    STRICT {
        @Override
        public Outcome outcome(ProblemKind kind) {
            return kind.usual() == Outcome.NOTED ? Outcome.REFUSED : kind.usual();
        }
    },
    /** Leaves out, with a note, objects that make no sense. */
    DROP_INVALID {
        @Override
        public Outcome outcome(ProblemKind kind) {
            return kind == ProblemKind.WRONG_OBJECT ? Outcome.NOTED : kind.usual();
        }
    };

    /** What becomes of a problem. */
    public abstract Outcome outcome(ProblemKind kind);
}
