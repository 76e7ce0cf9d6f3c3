package io.github.yolox4j.train.parallel;

import io.github.yolox4j.train.parallel.Handshake.Mismatch;
import io.github.yolox4j.train.parallel.Handshake.Purpose;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An address that a rank is reached at, held before the addresses of the others are known. Whoever takes one closes it;
 * once a ring is joined it is needed no more.
 */
public final class Seat implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final long RETRY_MILLIS = 20;

    private final ServerSocketChannel server;
    private volatile Optional<String> sentAway = Optional.empty();

    private Seat(ServerSocketChannel server) {
        this.server = server;
    }

    /**
     * Takes an address of this machine.
     *
     * @param address its port may be 0, for any that is free
     * @throws IOException if it is not an address of this machine, or another program has it
     */
    public static Seat at(InetSocketAddress address) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address);
            return new Seat(server);
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot listen at " + address + ": " + e.getMessage(), e);
        }
    }

    /** The address, with the port that it has. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    /**
     * Joins the ring, once all others do. A stranger who calls meanwhile is sent away.
     *
     * @return the ranks; those of a ring of one are alone
     * @throws IOException if a neighbour does not come in time, or has another secret, run, number of ranks or
     *     configuration
     */
    public Ranks join(Membership own, RingLimits limits) throws IOException {
        if (own.size() == 1) {
            return new SoloRanks();
        }
        Instant end = Instant.now().plus(limits.join());
        FutureTask<Map<Purpose, SocketChannel>> answers = answers(own);
        Map<Purpose, SocketChannel> called = new EnumMap<>(Purpose.class);
        boolean isJoined = false;
        try {
            for (Purpose purpose : Purpose.values()) {
                called.put(purpose, call(own, purpose, answers, end));
            }
            Map<Purpose, SocketChannel> callers = callers(own, answers, end);
            meet(
                    own,
                    called.get(Purpose.NUMBERS).socket(),
                    callers.get(Purpose.NUMBERS).socket(),
                    end);
            Ring ring = new Ring(own, limits, called, callers);
            isJoined = true;
            return ring;
        } finally {
            if (!isJoined) {
                close(called);
                giveUp(answers);
            }
            server.close();
        }
    }

    /** Lets who calls just now hear why, and closes what was answered. */
    private static void giveUp(Future<Map<Purpose, SocketChannel>> answers) throws IOException {
        try {
            close(answers.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return; // whoever failed to answer has closed what there was
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until all ranks have both connections. A token goes round twice, from rank 0 on: the first time each waits
     * for those before it, the second time it brings word of all.
     */
    private static void meet(Membership own, Socket next, Socket previous, Instant end) throws IOException {
        try {
            for (int round = 0; round < 2; round++) {
                if (own.rank() == 0) {
                    next.getOutputStream().write(round);
                }
                previous.setSoTimeout(Math.toIntExact(left(end).toMillis()));
                if (previous.getInputStream().read() != round) {
                    throw new IOException("a rank has left before all had come");
                }
                if (own.rank() != 0) {
                    next.getOutputStream().write(round);
                }
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("not all ranks came in time; rank " + own.rank() + " waited for those before it", e);
        }
    }

    /** Calls the next rank until it answers. */
    private SocketChannel call(
            Membership own, Purpose purpose, Future<Map<Purpose, SocketChannel>> answers, Instant end)
            throws IOException {
        InetSocketAddress given = own.addresses().get(own.next());
        while (true) {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.connect(new InetSocketAddress(given.getHostString(), given.getPort()));
                new Handshake(own, left(end)).call(channel.socket(), own.next(), purpose);
                return channel;
            } catch (ConnectException | NoRouteToHostException | UnresolvedAddressException e) {
                channel.close();
                if (answers.isDone()) {
                    callers(own, answers, end); // throws if that failed
                }
                if (Instant.now().isAfter(end)) {
                    throw new IOException(
                            "rank " + own.next() + " (" + own.addressOf(own.next()) + ") did not come: nobody answers",
                            e);
                }
                pause();
            } catch (IOException e) {
                channel.close();
                throw new IOException(
                        "rank " + own.next() + " (" + own.addressOf(own.next()) + ") cannot be joined: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    private static Duration left(Instant end) {
        long millis = Duration.between(Instant.now(), end).toMillis();
        return Duration.ofMillis(Math.max(1, millis));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while joining the other ranks");
        }
    }

    /** Answers the rank before, in the background, until the address is given up. */
    private FutureTask<Map<Purpose, SocketChannel>> answers(Membership own) {
        FutureTask<Map<Purpose, SocketChannel>> task = new FutureTask<>(() -> answer(own));
        Thread thread = new Thread(task, "rank " + own.rank() + " answers");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private Map<Purpose, SocketChannel> answer(Membership own) throws IOException {
        Map<Purpose, SocketChannel> callers = new EnumMap<>(Purpose.class);
        boolean isComplete = false;
        try {
            while (callers.size() < Purpose.values().length) {
                answerOne(own, callers);
            }
            isComplete = server.isOpen();
            return callers;
        } finally {
            if (!isComplete) {
                close(callers);
            }
        }
    }

    private void answerOne(Membership own, Map<Purpose, SocketChannel> callers) throws IOException {
        SocketChannel caller = server.accept();
        boolean isWelcome = false;
        try {
            caller.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Purpose purpose = new Handshake(own, ANSWER).answer(caller.socket());
            isWelcome = callers.putIfAbsent(purpose, caller) == null;
        } catch (Mismatch e) {
            throw new IOException("a rank that called cannot join: " + e.getMessage(), e);
        } catch (IOException e) {
            sentAway = Optional.of("; one that called was sent away: " + e.getMessage());
        } finally {
            if (!isWelcome) {
                caller.close();
            }
        }
    }

    private Map<Purpose, SocketChannel> callers(
            Membership own, Future<Map<Purpose, SocketChannel>> answers, Instant end) throws IOException {
        try {
            return answers.get(left(end).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(
                    "rank " + own.previous() + " (" + own.addressOf(own.previous()) + ") did not call"
                            + sentAway.orElse(""),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while joining the other ranks");
        }
    }

    private static void close(Map<Purpose, SocketChannel> channels) throws IOException {
        for (SocketChannel channel : channels.values()) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
