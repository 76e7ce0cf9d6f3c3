package io.github.yolox4j.train.parallel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rank before or after, over the connection for signs. One thread hears and says; others may ask. */
final class Neighbour {

    /** What ranks tell each other beside numbers. */
    sealed interface Sign {

        /**
         * The sender lives.
         *
         * @param exchanges how many it has begun
         * @param isExchanging whether the last of them goes on
         */
        record Alive(long exchanges, boolean isExchanging) implements Sign {}

        /** A rank failed. */
        record Failed(RankFailure failure) implements Sign {}

        /** The sender leaves, and expects nothing more. */
        record Leaving() implements Sign {}
    }

    private static final byte ALIVE = 1;
    private static final byte FAILED = 2;
    private static final byte LEAVING = 3;
    private static final int LONGEST_REASON = 16_000;
    private static final int LARGEST = 1 << 16;

    private final int rank;
    private final SocketChannel channel;
    private final ByteBuffer heard = ByteBuffer.allocate(LARGEST);
    private final ByteBuffer said = ByteBuffer.allocate(2 * LARGEST).flip();
    private long lastHeard = System.nanoTime();
    private volatile long exchanges;
    private volatile boolean isExchanging;
    private volatile boolean isLeaving;

    Neighbour(int rank, SocketChannel channel) {
        this.rank = rank;
        this.channel = channel;
    }

    int rank() {
        return rank;
    }

    SocketChannel channel() {
        return channel;
    }

    /** When anything was heard of it, by {@link System#nanoTime}. */
    long lastHeard() {
        return lastHeard;
    }

    /** How many exchanges it has begun, as it said last. */
    long exchanges() {
        return exchanges;
    }

    /** Whether it takes part in an exchange, as it said last. */
    boolean isExchanging() {
        return isExchanging;
    }

    boolean isLeaving() {
        return isLeaving;
    }

    /**
     * Reads what has come.
     *
     * @return a failure that it tells of
     * @throws EOFException if the connection has ended
     */
    Optional<RankFailure> hear() throws IOException {
        int bytes = channel.read(heard);
        if (bytes < 0) {
            throw new EOFException("its connection ended");
        }
        if (bytes > 0) {
            lastHeard = System.nanoTime();
        }
        List<RankFailure> failures = new ArrayList<>();
        heard.flip();
        while (heard.remaining() >= Integer.BYTES && heard.remaining() >= heard.getInt(heard.position())) {
            int end = heard.position() + heard.getInt();
            switch (heard.get()) {
                case ALIVE -> {
                    exchanges = heard.getLong();
                    isExchanging = heard.get() != 0;
                }
                case FAILED -> failures.add(new RankFailure(heard.getInt(), text(heard), text(heard)));
                case LEAVING -> isLeaving = true;
                default -> throw new IOException("it says what no rank says");
            }
            heard.position(end);
        }
        heard.compact();
        return failures.stream().findFirst();
    }

    void say(Sign sign) throws IOException {
        said.compact();
        int start = said.position();
        said.putInt(0);
        if (sign instanceof Sign.Alive alive) {
            said.put(ALIVE).putLong(alive.exchanges()).put((byte) (alive.isExchanging() ? 1 : 0));
        } else if (sign instanceof Sign.Failed failed) {
            said.put(FAILED).putInt(failed.failure().rank());
            put(failed.failure().address());
            put(failed.failure().reason());
        } else {
            said.put(LEAVING);
        }
        said.putInt(start, said.position() - start);
        said.flip();
        flush();
    }

    /** Sends what the network did not take before. */
    void flush() throws IOException {
        channel.write(said);
    }

    private void put(String text) {
        byte[] bytes =
                text.substring(0, Math.min(text.length(), LONGEST_REASON)).getBytes(StandardCharsets.UTF_8);
        said.putInt(bytes.length).put(bytes);
    }

    private static String text(ByteBuffer from) {
        byte[] bytes = new byte[from.getInt()];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
