package io.github.yolox4j.train.parallel;

import java.io.Serializable;

/**
 * Why no rank can go on.
 *
 * @param rank that failed first
 * @param address of it, {@code host:port}
 * @param reason in a few words
 */
public record RankFailure(int rank, String address, String reason) implements Serializable {

    @Override
    public String toString() {
        return "rank " + rank + " (" + address + ") failed first: " + reason;
    }
}
