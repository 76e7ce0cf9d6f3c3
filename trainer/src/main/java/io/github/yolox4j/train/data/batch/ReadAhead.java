package io.github.yolox4j.train.data.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes the items of an endless sequence on threads of its own, a bounded number of them ahead of who takes them, and
 * gives them in their order. An item is a function of its number alone, so the threads' timing has no part in what
 * comes. For one taker; it closes.
 */
final class ReadAhead<T> implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofMinutes(1);

    private final String name;
    private final Source<T> source;
    private final int ahead;
    private final List<Thread> started = new CopyOnWriteArrayList<>();
    private final ExecutorService executor;
    private final Deque<Future<T>> pending = new ArrayDeque<>();
    private long next;
    private long waited;
    private boolean closed;

    /** Makes items; called on several threads at once. */
    @FunctionalInterface
    interface Source<T> {
        T at(long number) throws IOException;
    }

    /** @param ahead how many items may be made, or being made, that nobody has taken yet */
    ReadAhead(String name, int threads, int ahead, Source<T> source) {
        this.name = name;
        this.source = source;
        this.ahead = ahead;
        this.executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            started.add(thread);
            return thread;
        });
    }

    /**
     * Goes to an item and begins with it and those that follow. What is on its way stays so if that item is the next
     * one anyway.
     *
     * @param end the first number that is not made
     */
    void seek(long number, long end) {
        if (closed) {
            throw new IllegalStateException("the " + name + " was closed");
        }
        if (number != next) {
            pending.forEach(item -> item.cancel(true));
            pending.clear();
            next = number;
        }
        fill(end);
    }

    long next() {
        return next;
    }

    /** @throws UncheckedIOException if the item's source failed so */
    T take(long end) {
        if (closed) {
            throw new IllegalStateException("the " + name + " was closed");
        }
        Future<T> item = pending.remove();
        next++;
        fill(end);
        long start = System.nanoTime();
        try {
            return item.get();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (CancellationException e) {
            throw new IllegalStateException("the " + name + " was closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the " + name, e);
        } finally {
            waited += System.nanoTime() - start;
        }
    }

    private void fill(long end) {
        while (pending.size() < ahead && next + pending.size() < end) {
            long number = next + pending.size();
            pending.add(executor.submit(() -> source.at(number)));
        }
    }

    /** How long {@link #take} has waited, in all. */
    Duration waited() {
        return Duration.ofNanos(waited);
    }

    /**
     * Stops the threads and waits until they have ended.
     *
     * @throws IllegalStateException if one does not end within a minute
     */
    @Override
    public void close() {
        closed = true;
        pending.forEach(item -> item.cancel(true));
        pending.clear();
        executor.shutdownNow();
        try {
            for (Thread thread : started) {
                thread.join(CLOSING.toMillis());
                if (thread.isAlive()) {
                    throw new IllegalStateException(
                            "a thread of the " + name + " has not ended within " + CLOSING.toSeconds() + " seconds");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof IOException e) {
            return new UncheckedIOException(e.getMessage(), e);
        }
        if (cause instanceof RuntimeException e) {
            return e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return new IllegalStateException(cause);
    }
}
