package io.github.yolox4j.train.parallel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A rank in a process of its own. Arguments: rank, ports, numbers, sums, milliseconds of silence. Says {@code joined},
 * then the hash of its last sum, or the failure.
 */
final class RingProcess {

    private RingProcess() {}

    public static void main(String[] arguments) throws Exception {
        int rank = Integer.parseInt(arguments[0]);
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String port : arguments[1].split(",")) {
            addresses.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
        }
        int count = Integer.parseInt(arguments[2]);
        Duration silence = Duration.ofMillis(Long.parseLong(arguments[4]));
        RingLimits limits = new RingLimits(Duration.ofSeconds(60), silence, Duration.ofMinutes(1));
        Membership own = new Membership(rank, addresses, "run", "secret", "digest");
        try (Seat seat = Seat.at(addresses.get(rank));
                Ranks ranks = seat.join(own, limits)) {
            System.out.println("joined");
            int hash = 0;
            for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
                ByteBuffer numbers = RingTest.direct(RingTest.numbers(rank, count, 0));
                ranks.sum(numbers);
                hash = Arrays.hashCode(RingTest.floats(numbers));
            }
            System.out.println(hash);
        } catch (RankException e) {
            System.out.println(System.currentTimeMillis() + " " + e.getMessage());
        }
    }
}
