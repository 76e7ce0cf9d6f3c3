package io.github.yolox4j.train.parallel;

import java.time.Duration;

/**
 * How long a ring waits.
 *
 * @param join until all ranks are there
 * @param silence until a process that says nothing at all, not even that it lives, is given up; it tells that four times
 *     in this time, whatever else it does
 * @param lag until a living rank that does not come to an exchange is given up; longer than what only one rank does,
 *     such as writing a checkpoint
 */
public record RingLimits(Duration join, Duration silence, Duration lag) {

    /** Two minutes, 30 seconds and ten minutes. */
    public static final RingLimits DEFAULT =
            new RingLimits(Duration.ofMinutes(2), Duration.ofSeconds(30), Duration.ofMinutes(10));

    public RingLimits {
        for (Duration limit : new Duration[] {join, silence, lag}) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("a ring must wait for more than no time, got " + limit);
            }
        }
        if (lag.compareTo(silence) < 0) {
            throw new IllegalArgumentException("a lag must be allowed for as long as silence at least, " + silence
                    + ", got " + lag + ": what a rank does is known by its signs of life");
        }
    }
}
