package io.github.yolox4j.train.data.format;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the problems that a reader of annotations meets. */
public interface Findings {

    /** For training: errors are thrown, warnings logged, notes passed over. */
    Findings STRICT = new Findings() {
        private static final Logger LOG = LoggerFactory.getLogger(Findings.class);

        @Override
        public void refuse(ProblemKind kind, IOException error) throws IOException {
            throw error;
        }

        @Override
        public void tell(ProblemKind kind, String text) {
            if (kind.severity() == ProblemKind.Severity.WARNING) {
                LOG.warn(text);
            }
        }
    };

    /**
     * Takes an error. Where this returns, the reader goes on without the part that it was found in.
     *
     * @throws IOException the error itself, if reading is to end with it
     */
    void refuse(ProblemKind kind, IOException error) throws IOException;

    /** Takes a warning or a note. */
    void tell(ProblemKind kind, String text);

    /** Reads a part; empty if there was an error in it and reading goes on. */
    default <T> Optional<T> attempt(ProblemKind kind, Part<T> part) throws IOException {
        try {
            return Optional.of(part.read());
        } catch (IOException e) {
            refuse(kind, e);
            return Optional.empty();
        }
    }

    /** A part of a dataset that may turn out wrong. */
    @FunctionalInterface
    interface Part<T> {
        T read() throws IOException;
    }
}
