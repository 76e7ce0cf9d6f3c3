package io.github.yolox4j.train.parallel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingTest {

    @ParameterizedTest(name = "{0} ranks, {1} numbers")
    @CsvSource({
        "1, 5",
        "2, 1",
        "2, 2",
        "2, 70001",
        "3, 2",
        "3, 100000",
        "4, 3",
        "5, 0",
        "5, 65536",
        "6, 100003",
        "7, 5",
        "8, 7",
        "8, 1000000"
    })
    void sums_are_those_of_the_rings_order_to_the_last_bit_at_every_rank(int size, int count) throws Exception {
        float[] expected = serialSum(size, count, 0);
        float[] second = serialSum(size, count, 1);
        List<float[][]> found = Rings.all(Rings.run(size, Rings.LIMITS, ranks -> {
            float[][] sums = new float[2][];
            for (int round = 0; round < sums.length; round++) {
                ByteBuffer buffer = direct(numbers(ranks.rank(), count, round));
                ranks.sum(buffer);
                sums[round] = floats(buffer);
            }
            return sums;
        }));
        assertThat(found).hasSize(size).allSatisfy(sums -> {
            assertThat(sums[0]).isEqualTo(expected);
            assertThat(sums[1]).isEqualTo(second);
        });
    }

    /** Segment s is added from rank s on, round the ring. */
    static float[] serialSum(int size, int count, int round) {
        float[] sum = new float[count];
        for (int segment = 0; segment < size; segment++) {
            int from = (int) ((long) count * segment / size);
            int to = (int) ((long) count * (segment + 1) / size);
            for (int step = 0; step < size; step++) {
                float[] term = numbers((segment + step) % size, count, round);
                for (int i = from; i < to; i++) {
                    sum[i] = step == 0 ? term[i] : sum[i] + term[i];
                }
            }
        }
        return sum;
    }

    static float[] numbers(int rank, int count, int round) {
        SplittableRandom random = new SplittableRandom(rank * 31L + round);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1) * (1 << random.nextInt(20));
        }
        return numbers;
    }

    static ByteBuffer direct(float[] numbers) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(numbers);
        return buffer;
    }

    static float[] floats(ByteBuffer buffer) {
        float[] numbers = new float[buffer.capacity() / Float.BYTES];
        buffer.asFloatBuffer().get(numbers);
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void messages_reach_every_rank_from_any(int size) throws Exception {
        List<List<byte[]>> found = Rings.all(Rings.run(size, Rings.LIMITS, ranks -> {
            byte[] large = new byte[300_000];
            large[large.length - 1] = (byte) ranks.rank();
            assertThat(ranks.broadcast(size - 1, large)[large.length - 1]).isEqualTo((byte) (size - 1));
            return ranks.gather(
                    "of rank ".repeat(ranks.rank()).concat("" + ranks.rank()).getBytes(UTF_8));
        }));
        assertThat(found).hasSize(size).allSatisfy(messages -> assertThat(messages)
                .extracting(message -> new String(message, UTF_8))
                .containsExactlyElementsOf(IntStream.range(0, size)
                        .mapToObj(rank -> "of rank ".repeat(rank) + rank)
                        .toList()));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8})
    void a_rank_that_gives_up_is_named_at_every_other_at_once(int size) throws Exception {
        AtomicLong gaveUp = new AtomicLong();
        List<Future<Long>> ends = Rings.run(size, Rings.LIMITS, ranks -> {
            if (ranks.rank() == 1) {
                ranks.sum(direct(new float[100]));
                gaveUp.set(System.nanoTime());
                ranks.abandon("an image is missing");
                return 0L;
            }
            assertThatThrownBy(() -> {
                        while (true) {
                            ranks.sum(direct(new float[100]));
                        }
                    })
                    .isInstanceOf(RankException.class)
                    .hasMessageContaining("rank 1 (127.0.0.1:")
                    .hasMessageContaining(") failed first: an image is missing");
            return System.nanoTime() - gaveUp.get();
        });
        assertThat(Rings.all(ends)).allMatch(nanos -> nanos < 1e9);
    }

    @Test
    void a_rank_that_leaves_early_is_named() throws Exception {
        List<Future<Void>> ends = Rings.run(3, Rings.LIMITS, ranks -> {
            if (ranks.rank() != 2) {
                assertThatThrownBy(() -> ranks.sum(direct(new float[100])))
                        .isInstanceOf(RankException.class)
                        .hasMessageContaining("rank 2 ");
            }
            return null;
        });
        Rings.all(ends);
    }

    @Test
    void a_rank_that_lives_but_does_not_come_is_named_after_the_time_that_is_allowed() throws Exception {
        RingLimits limits = new RingLimits(Duration.ofSeconds(20), Duration.ofMillis(400), Duration.ofMillis(800));
        CountDownLatch isOver = new CountDownLatch(3);
        List<Future<Void>> ends = Rings.run(4, limits, ranks -> {
            if (ranks.rank() == 2) {
                assertThat(isOver.await(1, TimeUnit.MINUTES)).isTrue();
                return null;
            }
            assertThatThrownBy(() -> ranks.sum(direct(new float[100])))
                    .isInstanceOf(RankException.class)
                    .hasMessageContaining("rank 2 ")
                    .hasMessageContaining("did not come to exchange 1");
            isOver.countDown();
            return null;
        });
        Rings.all(ends);
    }

    @Test
    void ranks_that_do_different_things_are_stopped() throws Exception {
        List<Future<Void>> ends = Rings.run(2, Rings.LIMITS, ranks -> {
            assertThatThrownBy(() -> ranks.sum(direct(new float[ranks.rank() == 0 ? 100 : 101])))
                    .isInstanceOf(RankException.class)
                    .hasMessageContaining("exchange 1, a sum of");
            return null;
        });
        Rings.all(ends);
    }

    @ParameterizedTest
    @CsvSource({
        "run, other secret, digest, has another secret",
        "other run, secret, digest, 'run is run, expected other run'",
        "run, secret, other digest, 'digest of the configuration is digest, expected other digest'"
    })
    void who_does_not_belong_to_the_ring_is_refused(String run, String secret, String digest, String reason)
            throws Exception {
        List<Seat> seats = Rings.seats(2);
        List<InetSocketAddress> addresses = Rings.addresses(seats);
        RingLimits limits = new RingLimits(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(1));
        List<Future<Ranks>> joined = Rings.run(2, rank -> seats.get(rank)
                .join(
                        rank == 0
                                ? new Membership(0, addresses, "run", "secret", "digest")
                                : new Membership(1, addresses, run, secret, digest),
                        limits));
        assertThatThrownBy(() -> joined.get(1).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> joined.get(0).get()).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void another_number_of_ranks_is_refused() throws Exception {
        List<Seat> seats = Rings.seats(3);
        List<InetSocketAddress> three = Rings.addresses(seats);
        RingLimits limits = new RingLimits(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(1));
        List<Future<Ranks>> joined = Rings.run(2, rank -> seats.get(rank)
                .join(
                        new Membership(rank, rank == 0 ? three : three.subList(0, 2), "run", "secret", "digest"),
                        limits));
        assertThatThrownBy(() -> joined.get(0).get())
                .hasMessageContaining("the neighbour's number of ranks is 2, expected 3");
        assertThatThrownBy(() -> joined.get(1).get()).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void a_rank_that_never_comes_is_named() throws Exception {
        List<Seat> seats = Rings.seats(2);
        List<InetSocketAddress> addresses = Rings.addresses(seats);
        seats.get(1).close();
        RingLimits limits = new RingLimits(Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThatThrownBy(() -> seats.get(0).join(new Membership(0, addresses, "run", "secret", "digest"), limits))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("rank 1 \\(127.0.0.1:\\d+\\) did not come: nobody answers");
    }

    @Test
    void a_rank_that_comes_later_than_silence_is_allowed_is_waited_for_by_all() throws Exception {
        List<Seat> seats = Rings.seats(4);
        List<InetSocketAddress> addresses = Rings.addresses(seats);
        RingLimits limits = new RingLimits(Duration.ofSeconds(20), Duration.ofMillis(400), Duration.ofMillis(800));
        List<Future<Integer>> sizes = Rings.run(4, rank -> {
            if (rank == 2) {
                Thread.sleep(1500); // the ranks around it have joined their other neighbours by then
            }
            Membership own = new Membership(rank, addresses, "run", "secret", "digest");
            try (Ranks ranks = seats.get(rank).join(own, limits)) {
                ranks.sum(direct(new float[10]));
                return ranks.size();
            }
        });
        assertThat(Rings.all(sizes)).containsExactly(4, 4, 4, 4);
    }

    @Test
    void a_stranger_who_calls_is_sent_away_and_the_ring_goes_on() throws Exception {
        List<Seat> seats = Rings.seats(2);
        List<InetSocketAddress> addresses = Rings.addresses(seats);
        try (Socket stranger =
                new Socket(addresses.get(0).getAddress(), addresses.get(0).getPort())) {
            stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            List<Future<Integer>> sizes = Rings.run(2, rank -> {
                Membership own = new Membership(rank, addresses, "run", "secret", "digest");
                try (Ranks ranks = seats.get(rank).join(own, Rings.LIMITS)) {
                    ranks.sum(direct(new float[10]));
                    return ranks.size();
                }
            });
            assertThat(Rings.all(sizes)).containsExactly(2, 2);
        }
    }

    @Test
    void a_secret_is_never_shown() {
        Membership own = new Membership(0, List.of(new InetSocketAddress("localhost", 1)), "run", "hush", "digest");
        assertThat(own).hasToString("rank 0 of " + own.addresses() + ", run run, configuration digest");
    }
}
