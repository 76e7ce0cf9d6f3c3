package io.github.yolox4j.bench.cluster;

import io.github.yolox4j.train.parallel.Membership;
import io.github.yolox4j.train.parallel.Ranks;
import io.github.yolox4j.train.parallel.RingLimits;
import io.github.yolox4j.train.parallel.Seat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Times sums over the loopback interface, for 2 and 4 ranks that are threads, and prints what {@link StepModel} says of 8
 * to 256 workers. Arguments: seconds of computing for an image of nano, s and l, as {@code bench step} measures them.
 */
public final class RingTiming {

    private static final int REPEATS = 15;
    private static final int[] FLOATS = {900_000, 5_000_000, 9_000_000, 25_000_000};
    private static final int[] WORKERS = {8, 16, 32, 64, 128, 256};
    private static final double[] GIGABITS = {10, 100};

    /** Networks with 80 classes, and their parameters. */
    private enum Network {
        NANO(912_159),
        S(8_968_255),
        L(54_208_895);

        private final long parameters;

        Network(long parameters) {
            this.parameters = parameters;
        }
    }

    private RingTiming() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        System.out.println("ranks     floats    ms (median of " + REPEATS + ")");
        for (int ranks : new int[] {2, 4}) {
            for (int floats : FLOATS) {
                System.out.printf(Locale.ROOT, "%5d %10d %8.1f%n", ranks, floats, median(ranks, floats));
            }
        }
        if (arguments.length == 0) {
            return;
        }
        double[] perImage =
                Arrays.stream(arguments).mapToDouble(Double::parseDouble).toArray();
        for (double gigabits : GIGABITS) {
            StepModel model = new StepModel(4e9, 50e-6, gigabits * 1e9 / 8 * 0.9, 4e9);
            System.out.printf(
                    Locale.ROOT, "%n%.0f Gbit/s: ms of exchange, least images of a rank for 10 %%%n", gigabits);
            System.out.println(
                    "workers       nano            s            l   simulated step of s / model's, spread 5 %");
            for (int workers : WORKERS) {
                System.out.println(row(model, workers, perImage));
            }
        }
    }

    private static String row(StepModel model, int workers, double[] perImage) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%7d", workers));
        for (Network network : Network.values()) {
            row.append(String.format(
                    Locale.ROOT,
                    " %6.0f %5d",
                    1000 * model.exchange(workers, network.parameters),
                    model.leastImages(workers, network.parameters, perImage[network.ordinal()], 0.1)));
        }
        long parameters = Network.S.parameters;
        double computing = 16 * perImage[Network.S.ordinal()];
        double simulated = new RingSimulation(model, 0.05).seconds(workers, parameters, computing, 200, 1);
        return row.append(String.format(
                        Locale.ROOT, "   %5.2f", simulated / (computing + model.exchange(workers, parameters))))
                .toString();
    }

    private static double median(int size, int floats) throws IOException, InterruptedException, ExecutionException {
        List<Seat> seats = new ArrayList<>();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            Seat seat = Seat.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            seats.add(seat);
            addresses.add(seat.address());
        }
        ExecutorService threads = Executors.newFixedThreadPool(size);
        List<Future<double[]>> times = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            Membership own = new Membership(rank, addresses, "timing", "", "");
            Seat seat = seats.get(rank);
            times.add(threads.submit(() -> {
                try (Ranks ranks = seat.join(own, RingLimits.DEFAULT)) {
                    return times(ranks, floats);
                }
            }));
        }
        threads.shutdown();
        double[] first = times.get(0).get();
        Arrays.sort(first);
        return first[first.length / 2];
    }

    private static double[] times(Ranks ranks, int floats) throws IOException {
        ByteBuffer numbers = ByteBuffer.allocateDirect(floats * Float.BYTES);
        double[] times = new double[REPEATS];
        for (int i = -3; i < REPEATS; i++) {
            long start = System.nanoTime();
            ranks.sum(numbers);
            if (i >= 0) {
                times[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        return times;
    }
}
