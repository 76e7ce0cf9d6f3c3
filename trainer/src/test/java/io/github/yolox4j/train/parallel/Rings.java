package io.github.yolox4j.train.parallel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Rings whose ranks are threads of this process. */
final class Rings {

    static final RingLimits LIMITS =
            new RingLimits(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(20));

    private Rings() {}

    /** What a rank does. */
    interface Work<T> {
        T with(Ranks ranks) throws Exception;
    }

    /** Seats at free ports. */
    static List<Seat> seats(int count) throws IOException {
        List<Seat> seats = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seats.add(Seat.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        }
        return seats;
    }

    static List<InetSocketAddress> addresses(List<Seat> seats) throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (Seat seat : seats) {
            addresses.add(seat.address());
        }
        return addresses;
    }

    /** Joins all ranks and lets each do its work; one that fails tells the others. */
    static <T> List<Future<T>> run(int count, RingLimits limits, Work<T> work) throws IOException {
        List<Seat> seats = seats(count);
        List<InetSocketAddress> addresses = addresses(seats);
        return run(count, rank -> {
            Membership own = new Membership(rank, addresses, "run", "secret", "digest");
            try (Ranks ranks = seats.get(rank).join(own, limits)) {
                return work.with(ranks);
            }
        });
    }

    /** What a thread does for each number. */
    interface Numbered<T> {
        T of(int number) throws Exception;
    }

    static <T> List<Future<T>> run(int count, Numbered<T> work) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        IntFunction<Future<T>> submit = number -> threads.submit(() -> work.of(number));
        List<Future<T>> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(submit.apply(i));
        }
        threads.shutdown();
        return results;
    }

    static <T> List<T> all(List<Future<T>> futures) throws InterruptedException, ExecutionException {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
