package io.github.yolox4j.cli.ranks;

import io.github.yolox4j.train.parallel.Membership;
import io.github.yolox4j.train.parallel.Ranks;
import io.github.yolox4j.train.parallel.RingLimits;
import io.github.yolox4j.train.parallel.Seat;
import io.github.yolox4j.train.parallel.SoloRanks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which processes train together. They say nothing of what is trained, so no file of options has them. */
public final class RanksOptions {

    /** The option that lists the addresses. */
    public static final String RANKS = "--ranks";

    /** The option that says which of them this process has. */
    public static final String RANK = "--rank";

    /** The option that starts the processes on this machine. */
    public static final String LOCAL = "--local-ranks";

    /** The option that says how long the others may take. */
    public static final String TIMEOUT = "--rank-timeout";

    /** The environment variable with what only the ranks know. */
    public static final String SECRET = "YOLOX4J_RANKS_SECRET";

    private static final int PORTS = 65535;

    @Option(
            names = RANKS,
            split = ",",
            paramLabel = "HOST:PORT",
            description =
                    "Trains with several processes, each on its part of every batch: their addresses, separated by "
                            + "commas, in the same order for each of them. Start each with the same options and its "
                            + RANK
                            + ". See docs/cluster.md.")
    private List<String> addresses = List.of();

    @Option(
            names = RANK,
            paramLabel = "N",
            description = "Which of " + RANKS + " this process is, from 0. Rank 0 writes into --output.")
    private Optional<Integer> rank = Optional.empty();

    @Option(
            names = LOCAL,
            paramLabel = "N",
            description = "Starts N such processes on this machine, which share its cores.")
    private Optional<Integer> local = Optional.empty();

    @Option(
            names = TIMEOUT,
            defaultValue = "600",
            paramLabel = "SECONDS",
            description = "How long a rank may keep the others waiting, at the start or while it writes a checkpoint "
                    + "(default: ${DEFAULT-VALUE}).")
    private int timeout;

    private Optional<RanksSource> provided = Optional.empty();

    /** From now on the others are those that another program knows. */
    public void joinBy(RanksSource source) {
        provided = Optional.of(source);
    }

    /**
     * How many processes are to be started here, if any.
     *
     * @throws IllegalArgumentException if the options contradict each other
     */
    public Optional<Integer> local() {
        if (local.isPresent() && (rank.isPresent() || !addresses.isEmpty() || provided.isPresent())) {
            throw new IllegalArgumentException(
                    LOCAL + " starts all ranks itself, so neither " + RANKS + " nor " + RANK + " goes with it");
        }
        if (local.isPresent() && local.get() < 1) {
            throw new IllegalArgumentException(LOCAL + " must be at least 1, got " + local.get());
        }
        return local;
    }

    /** Whether this process trains alone or writes for the others. */
    public boolean isFirst() {
        return provided.map(RanksSource::rank).or(() -> rank).orElse(0) == 0;
    }

    /**
     * Checks the options before anything is read.
     *
     * @throws IllegalArgumentException if they contradict each other, or an address is none
     */
    public void check() {
        if (timeout < 1) {
            throw new IllegalArgumentException(TIMEOUT + " must be at least 1 second, got " + timeout);
        }
        if (provided.isPresent() && (rank.isPresent() || !addresses.isEmpty())) {
            throw new IllegalArgumentException(
                    "the ranks are known already, so neither " + RANKS + " nor " + RANK + " can be given");
        }
        if (addresses.isEmpty() && rank.isPresent()) {
            throw new IllegalArgumentException(
                    RANK + " says which of " + RANKS + " this process is, and there are none");
        }
        if (addresses.isEmpty()) {
            return;
        }
        if (rank.isEmpty()) {
            throw new IllegalArgumentException(RANKS + " needs " + RANK + ", from 0 to " + (addresses.size() - 1));
        }
        List<InetSocketAddress> parsed = parsed();
        new Membership(rank.get(), parsed, "", "", "");
        boolean isLocal = parsed.stream()
                .allMatch(address ->
                        !address.isUnresolved() && address.getAddress().isLoopbackAddress());
        if (!isLocal && secret().isEmpty()) {
            throw new IllegalArgumentException("ranks on several machines need a secret, so that nobody else can join:"
                    + " set the environment variable " + SECRET + " to the same word for each");
        }
    }

    /** How many processes train together. */
    public int size() {
        return provided.map(RanksSource::size).orElse(Math.max(1, addresses.size()));
    }

    private RingLimits limits() {
        Duration lag = Duration.ofSeconds(timeout);
        Duration silence = RingLimits.DEFAULT.silence();
        return new RingLimits(lag, lag.compareTo(silence) < 0 ? lag : silence, lag);
    }

    private List<InetSocketAddress> parsed() {
        List<InetSocketAddress> parsed = new ArrayList<>();
        for (String address : addresses) {
            int colon = address.lastIndexOf(':');
            String port = address.substring(colon + 1);
            if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > PORTS) {
                throw new IllegalArgumentException(
                        RANKS + " takes addresses of the form HOST:PORT, separated by commas, got '" + address + "'");
            }
            parsed.add(new InetSocketAddress(address.substring(0, colon), Integer.parseInt(port)));
        }
        return parsed;
    }

    private static String secret() {
        return Optional.ofNullable(System.getenv(SECRET)).orElse("");
    }

    /**
     * Joins this process to the others.
     *
     * @param configuration a digest of all that must be equal at every rank
     * @throws IOException if they do not come in time, or do not fit
     */
    public Ranks join(String configuration) throws IOException {
        if (provided.isPresent()) {
            return provided.get().join(configuration, limits());
        }
        if (addresses.isEmpty()) {
            return new SoloRanks();
        }
        List<InetSocketAddress> parsed = parsed();
        Membership own = new Membership(
                rank.orElseThrow(), parsed, Integer.toHexString(addresses.hashCode()), secret(), configuration);
        try (Seat seat = Seat.at(parsed.get(own.rank()))) {
            return seat.join(own, limits());
        }
    }
}
