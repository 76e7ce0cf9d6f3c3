package io.github.yolox4j.verify.export;

import io.github.yolox4j.verify.runtime.FloatTensor;

/** What the values inside a file should be, on one input. Whoever opens one closes it. */
sealed interface ReferenceValues extends AutoCloseable permits SameDiffValues, FileValues {

    /** The numbers of a value, by its name in the file. */
    FloatTensor of(String value);

    /** How many these are. */
    long size(String value);

    @Override
    void close();
}
