package io.github.yolox4j.train.parallel;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A thread that watches the neighbours of a rank while the rank computes: it tells them that this rank lives, notices
 * when one of them does not, and passes on what it hears of failures. The first one it knows of stays the one that
 * everybody is told.
 */
final class RingWatch implements AutoCloseable {

    private static final int SIGNS_IN_SILENCE = 4;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Membership own;
    private final List<Neighbour> neighbours;
    private final RingLimits limits;
    private final Runnable onFailure;
    private final Selector selector;
    private final Thread thread;
    private final AtomicReference<RankFailure> failure = new AtomicReference<>();
    private final CountDownLatch isKnown = new CountDownLatch(1);
    private final AtomicLong begun = new AtomicLong();
    private volatile boolean isExchanging;
    private volatile boolean isLeaving;

    /** @param onFailure is run, by the thread, once there is a failure */
    RingWatch(Membership own, List<Neighbour> neighbours, RingLimits limits, Runnable onFailure) throws IOException {
        this.own = own;
        this.neighbours = neighbours;
        this.limits = limits;
        this.onFailure = onFailure;
        selector = Selector.open();
        for (Neighbour neighbour : neighbours) {
            neighbour.channel().configureBlocking(false);
            neighbour.channel().register(selector, SelectionKey.OP_READ, neighbour);
        }
        thread = new Thread(this::watch, "watch of rank " + own.rank());
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes note that this rank begins an exchange; returns which it is, from 1. */
    long beginExchange() {
        isExchanging = true;
        return begun.incrementAndGet();
    }

    /** Takes note that it is over. */
    void endExchange() {
        isExchanging = false;
    }

    /** How many exchanges this rank has begun. */
    long exchanges() {
        return begun.get();
    }

    /** Takes note of a failure, if there was none before. */
    void fail(RankFailure found) {
        if (failure.compareAndSet(null, found)) {
            isKnown.countDown();
            selector.wakeup();
        }
    }

    Optional<RankFailure> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** The failure behind what a connection for numbers shows: the one that is told of soon, or else the suspicion. */
    RankFailure cause(RankFailure suspicion) {
        try {
            if (!isKnown.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                fail(suspicion);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(suspicion);
        }
        return failure.get();
    }

    private void watch() {
        long interval = limits.silence().toMillis() / SIGNS_IN_SILENCE;
        long nextSign = System.nanoTime();
        try {
            while (failure.get() == null && !isLeaving) {
                if (System.nanoTime() >= nextSign) {
                    tell(new Neighbour.Sign.Alive(begun.get(), isExchanging));
                    nextSign += TimeUnit.MILLISECONDS.toNanos(interval);
                }
                selector.selectedKeys().clear();
                selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nextSign - System.nanoTime())));
                listen();
            }
        } catch (IOException e) {
            fail(own.failure(own.rank(), "its network does not work: " + e.getMessage()));
        }
        tell(failure().<Neighbour.Sign>map(Neighbour.Sign.Failed::new).orElseGet(Neighbour.Sign.Leaving::new));
        if (failure.get() != null) {
            onFailure.run();
        }
    }

    private void listen() {
        for (Neighbour neighbour : neighbours) {
            SelectionKey key = neighbour.channel().keyFor(selector);
            if (key != null && selector.selectedKeys().contains(key)) {
                hear(neighbour, key);
            }
            long silent = System.nanoTime() - neighbour.lastHeard();
            if (!neighbour.isLeaving() && silent > limits.silence().toNanos()) {
                fail(own.failure(
                        neighbour.rank(),
                        "nothing was heard of it for " + limits.silence().toSeconds()
                                + " s; its process is stopped, or its network is down"));
            }
        }
    }

    private void hear(Neighbour neighbour, SelectionKey key) {
        try {
            neighbour.hear().ifPresent(this::fail);
        } catch (IOException e) {
            key.cancel();
            if (!neighbour.isLeaving()) {
                fail(own.failure(neighbour.rank(), "its process has ended (" + e.getMessage() + ")"));
            }
        }
    }

    private void tell(Neighbour.Sign sign) {
        for (Neighbour neighbour : neighbours) {
            try {
                neighbour.say(sign);
            } catch (IOException e) {
                if (!neighbour.isLeaving()) {
                    fail(own.failure(neighbour.rank(), "its process has ended (" + e.getMessage() + ")"));
                }
            }
        }
    }

    /** The neighbour of that number. */
    Neighbour neighbour(int rank) {
        return neighbours.stream().filter(n -> n.rank() == rank).findFirst().orElseThrow();
    }

    /** Says farewell, or why not, and ends the thread. */
    @Override
    public void close() throws IOException {
        isLeaving = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        selector.close();
        for (Neighbour neighbour : neighbours) {
            neighbour.channel().close();
        }
    }
}
