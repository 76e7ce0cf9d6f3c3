package io.github.yolox4j.train.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rings of which a rank is cut off at a random moment, while they are made or used. */
class CutRingTest {

    /** Some are cut off while they join: the others wait for them as long as they may. */
    private static final RingLimits LIMITS =
            new RingLimits(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(20));

    @Test
    void no_rank_waits_when_another_is_cut_off() throws Exception {
        cutOften(40, new Random(1));
    }

    @Tag("slow")
    @Test
    void no_rank_waits_in_a_thousand_cuts() throws Exception {
        cutOften(1000, new Random(2));
    }

    private static void cutOften(int times, Random random) throws Exception {
        int failures = 0;
        for (int i = 0; i < times; i++) {
            failures += cut(2 + random.nextInt(4), random);
        }
        assertThat(failures).as("ranks that had to give up").isGreaterThan(times);
    }

    /** Returns how many ranks have failed: all, or none if they had ended before the cut. */
    private static int cut(int size, Random random) throws Exception {
        int victim = random.nextInt(size);
        int moment = random.nextInt(60);
        int floats = 1 + random.nextInt(200_000);
        List<Seat> seats = Rings.seats(size);
        List<Cable> cables = new ArrayList<>();
        List<InetSocketAddress> ends = new ArrayList<>();
        for (Seat seat : seats) {
            Cable cable = new Cable(seat.address());
            cables.add(cable);
            ends.add(cable.address());
        }
        List<Future<Void>> ranks = Rings.run(size, rank -> {
            Membership own = new Membership(rank, ends, "run", "secret", "digest");
            try (Ranks joined = seats.get(rank).join(own, LIMITS)) {
                ByteBuffer numbers = RingTest.direct(new float[floats]);
                for (int i = 0; i < 200; i++) {
                    joined.sum(numbers);
                }
                return null;
            }
        });
        Thread.sleep(moment);
        cables.get(victim).cut(); // what comes to it
        cables.get((victim + 1) % size).cut(); // what it sends
        for (Cable cable : cables) {
            cable.close();
        }
        int failed = 0;
        for (Future<Void> rank : ranks) {
            try {
                rank.get(10, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(IOException.class).hasMessageContaining("rank");
                failed++;
            }
        }
        return failed;
    }

    /** Passes on what comes to an address, until it is cut. */
    private static final class Cable implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private final InetSocketAddress target;
        private volatile boolean isCut;

        Cable(InetSocketAddress target) throws IOException {
            this.target = target;
            inBackground(this::connect);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        }

        private void connect() throws IOException {
            while (!isCut) {
                Socket near = server.accept();
                Socket far = new Socket(target.getAddress(), target.getPort());
                sockets.addAll(List.of(near, far));
                inBackground(() -> pass(near, far));
                inBackground(() -> pass(far, near));
                if (isCut) {
                    cut();
                }
            }
        }

        private static void pass(Socket from, Socket to) throws IOException {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] bytes = new byte[1 << 16];
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    out.write(bytes, 0, count);
                }
            }
        }

        void cut() throws IOException {
            isCut = true;
            for (Socket socket : sockets) {
                socket.close();
            }
            server.close();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }

        private interface Work {
            void run() throws IOException;
        }

        /** Work that ends with the connection that it serves. */
        private static void inBackground(Work work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException cut) {
                    return;
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }
}
