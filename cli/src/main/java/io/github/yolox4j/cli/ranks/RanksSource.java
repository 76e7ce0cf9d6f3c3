package io.github.yolox4j.cli.ranks;

import io.github.yolox4j.train.parallel.Ranks;
import io.github.yolox4j.train.parallel.RingLimits;
import java.io.IOException;

/** Joins a process to the others that train with it. */
public interface RanksSource {

    /** Which rank this process is to be, from 0. */
    int rank();

    /** How many ranks there are. */
    int size();

    /**
     * Joins this process to the others, once all are there. Whoever asks closes them.
     *
     * @param configuration a digest of all that must be equal at every rank
     * @param limits how long it may wait for them
     * @throws IOException if they do not come in time, or do not fit
     */
    Ranks join(String configuration, RingLimits limits) throws IOException;
}
