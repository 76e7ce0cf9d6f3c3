package io.github.yolox4j.train.parallel;

import io.github.yolox4j.train.parallel.Handshake.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Ranks that are each connected to the next one, the last to the first: numbers go round in one direction, so every
 * rank sends and receives \( 2 \frac{W - 1}{W} \) times the bytes of a sum, however many ranks there are. A second
 * connection to each neighbour carries signs of life and failures, both ways. {@link Seat#join} makes rings.
 *
 * @see <a href="https://doi.org/10.1016/j.jpdc.2008.09.002">Patarasuk and Yuan, Bandwidth optimal all-reduce algorithms
 *     for clusters of workstations, JPDC 2009</a>
 */
public final class Ring implements Ranks {

    /** Number and kind of an exchange, and its bytes. */
    private static final int HEADER = Long.BYTES + Integer.BYTES + Integer.BYTES;

    private static final int SUM = -1;

    private final Membership own;
    private final RingLimits limits;
    private final SocketChannel next;
    private final SocketChannel previous;
    private final Selector selector;
    private final SelectionKey toNext;
    private final SelectionKey fromPrevious;
    private final RingWatch watch;
    private final ByteBuffer inbox = RingSum.inbox();
    private long exchanging;

    /** Takes over connections whose other sides are known: to the next rank, and from the one before. */
    Ring(
            Membership own,
            RingLimits limits,
            Map<Purpose, SocketChannel> toNext,
            Map<Purpose, SocketChannel> fromPrevious)
            throws IOException {
        this.own = own;
        this.limits = limits;
        next = toNext.get(Purpose.NUMBERS);
        previous = fromPrevious.get(Purpose.NUMBERS);
        selector = Selector.open();
        next.configureBlocking(false);
        previous.configureBlocking(false);
        this.toNext = next.register(selector, 0);
        this.fromPrevious = previous.register(selector, 0);
        List<Neighbour> neighbours = List.of(
                new Neighbour(own.next(), toNext.get(Purpose.SIGNS)),
                new Neighbour(own.previous(), fromPrevious.get(Purpose.SIGNS)));
        watch = new RingWatch(own, neighbours, limits, selector::wakeup);
    }

    @Override
    public int rank() {
        return own.rank();
    }

    @Override
    public int size() {
        return own.size();
    }

    @Override
    public List<String> addresses() {
        return IntStream.range(0, size()).mapToObj(own::addressOf).toList();
    }

    @Override
    public void sum(ByteBuffer numbers) throws RankException {
        if (!numbers.isDirect() || numbers.capacity() % Float.BYTES != 0) {
            throw new IllegalArgumentException("sums need a direct buffer of whole floats, got " + numbers);
        }
        long start = System.nanoTime();
        ByteBuffer header = header(watch.beginExchange(), SUM, numbers.capacity());
        ByteBuffer found = header(0, 0, 0);
        transfer(RingMessage.send(header), RingMessage.receive(found));
        require(header, found);
        RingSum sum = new RingSum(numbers, rank(), size(), inbox);
        transfer(sum, sum);
        end(start);
    }

    @Override
    public byte[] broadcast(int root, byte[] message) throws RankException {
        long start = System.nanoTime();
        long number = watch.beginExchange();
        ByteBuffer body;
        if (root == rank()) {
            ByteBuffer header = header(number, root, message.length);
            transfer(RingMessage.send(header), RingMessage.receive(ByteBuffer.allocate(0)));
            body = ByteBuffer.wrap(message);
            transfer(RingMessage.send(body), RingMessage.receive(ByteBuffer.allocate(0)));
        } else {
            ByteBuffer header = header(0, 0, 0);
            receive(root, header);
            int length = header.getInt(Long.BYTES + Integer.BYTES);
            require(header(number, root, length), header);
            body = ByteBuffer.allocate(length);
            receive(root, body);
        }
        end(start);
        return body.array();
    }

    private void end(long start) {
        watch.endExchange();
        exchanging += System.nanoTime() - start;
    }

    /** The rank before the root is the last to hear of it. */
    private void receive(int root, ByteBuffer bytes) throws RankException {
        RingMessage message = own.next() == root ? RingMessage.receive(bytes) : RingMessage.passOn(bytes);
        transfer(message, message);
    }

    private static ByteBuffer header(long number, int kind, int bytes) {
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(number)
                .putInt(kind)
                .putInt(bytes)
                .clear();
    }

    /** Ranks that no longer do the same thing must not mix their numbers. */
    private void require(ByteBuffer expected, ByteBuffer found) throws RankException {
        if (!expected.equals(found)) {
            RankFailure failure = own.failure(
                    own.previous(), "it began " + named(found) + " where rank " + rank() + " began " + named(expected));
            watch.fail(failure);
            throw new RankException(watch.cause(failure));
        }
    }

    private static String named(ByteBuffer header) {
        int kind = header.getInt(Long.BYTES);
        return "exchange " + header.getLong(0) + ", " + (kind == SUM ? "a sum" : "a message of rank " + kind) + " of "
                + header.getInt(Long.BYTES + Integer.BYTES) + " bytes";
    }

    /** Moves bytes in both directions until all are sent and all have come. */
    private void transfer(RingTransfer out, RingTransfer in) throws RankException {
        long lastMoved = System.nanoTime();
        while (true) {
            ByteBuffer ready = out.toSend();
            if (!ready.hasRemaining() && !in.expectsMore()) {
                return;
            }
            if (watch.failure().isPresent()) {
                throw new RankException(watch.failure().get());
            }
            int moved = ready.hasRemaining() ? send(ready, out) : 0;
            moved += in.expectsMore() ? receive(in) : 0;
            if (moved > 0) {
                lastMoved = System.nanoTime();
            } else {
                await(ready.hasRemaining(), in.expectsMore(), lastMoved);
            }
        }
    }

    private int send(ByteBuffer ready, RingTransfer out) throws RankException {
        try {
            int bytes = next.write(ready);
            out.wasSent(bytes);
            return bytes;
        } catch (IOException e) {
            throw ended(own.next(), e);
        }
    }

    private int receive(RingTransfer in) throws RankException {
        try {
            return in.receive(previous);
        } catch (IOException e) {
            throw ended(own.previous(), e);
        }
    }

    private RankException ended(int rank, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return interrupted();
        }
        if (rank != rank() && watch.neighbour(rank).isLeaving()) {
            watch.fail(own.failure(rank, "it left, while rank " + rank() + " expects more of it"));
        }
        return new RankException(
                watch.cause(own.failure(rank, "its connection ended during an exchange (" + e.getMessage() + ")")));
    }

    private RankException interrupted() {
        RankFailure failure = own.failure(rank(), "it was interrupted");
        watch.fail(failure);
        return new RankException(watch.cause(failure));
    }

    private void await(boolean sends, boolean receives, long lastMoved) throws RankException {
        toNext.interestOps(sends ? SelectionKey.OP_WRITE : 0);
        fromPrevious.interestOps(receives ? SelectionKey.OP_READ : 0);
        selector.selectedKeys().clear();
        long waited = System.nanoTime() - lastMoved;
        long lag = limits.lag().toNanos();
        if (waited > lag) {
            blameWhoLags(waited > 2 * lag);
        }
        try {
            long left = (waited > lag ? 2 * lag : lag) - waited;
            selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        } catch (IOException e) {
            throw ended(rank(), e);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
    }

    /** A neighbour that waits in an exchange, in this or an earlier one, is not to blame: it tells of another soon. */
    private void blameWhoLags(boolean isLast) throws RankException {
        for (int rank : new int[] {own.previous(), own.next()}) {
            Neighbour neighbour = watch.neighbour(rank);
            if (isLast || neighbour.exchanges() < watch.exchanges() && !neighbour.isExchanging()) {
                throw new RankException(watch.cause(own.failure(
                        rank, "it did not come to exchange " + watch.exchanges() + " within " + limits.lag())));
            }
        }
    }

    @Override
    public void abandon(String reason) {
        watch.fail(own.failure(rank(), reason));
    }

    @Override
    public Duration exchanging() {
        return Duration.ofNanos(exchanging);
    }

    @Override
    public void close() {
        try (selector;
                next;
                previous) {
            watch.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
