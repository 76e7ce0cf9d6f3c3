package io.github.yolox4j.train.parallel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes that compute together, as one of them sees them. They are numbered from 0; all call the same methods in
 * the same order. Not thread-safe; whoever joins them closes it.
 *
 * <p>If one fails, the methods throw at every other, naming the one that failed first. Nothing can be exchanged after
 * that.
 */
public interface Ranks extends AutoCloseable {

    /** The number of this process, from 0. */
    int rank();

    /** How many processes there are. */
    int size();

    /** Where they are, {@code host:port}, by rank; one that is alone is nowhere. */
    List<String> addresses();

    /**
     * Replaces numbers by their sums over all ranks, to the same bits at every rank. The order in which a number is
     * added up depends on its place and the number of ranks alone.
     *
     * @param numbers a direct buffer of {@code float} in native order: all of it, whatever its position; as large at
     *     every rank
     * @throws RankException if a rank failed
     */
    void sum(ByteBuffer numbers) throws RankException;

    /**
     * Gives all ranks the message of one.
     *
     * @param root whose message it is
     * @param message of the root; what others give is not looked at
     * @return the root's message
     * @throws RankException if a rank failed
     */
    byte[] broadcast(int root, byte[] message) throws RankException;

    /**
     * Gives all ranks the messages of all.
     *
     * @return a message for each rank, in their order
     * @throws RankException if a rank failed
     */
    default List<byte[]> gather(byte[] message) throws RankException {
        List<byte[]> all = new ArrayList<>();
        for (int root = 0; root < size(); root++) {
            all.add(broadcast(root, message));
        }
        return all;
    }

    /**
     * Gives all ranks what rank 0 says.
     *
     * @throws RankException if a rank failed
     */
    default boolean firstSays(boolean own) throws RankException {
        return broadcast(0, new byte[] {(byte) (own ? 1 : 0)})[0] != 0;
    }

    /** Tells the others that this rank cannot go on, and why: what they call from now on throws. */
    void abandon(String reason);

    /** The time spent in exchanges, which includes waiting for slower ranks. */
    Duration exchanging();

    /** Leaves the others, for whom this is an error only if they still expect something. */
    @Override
    void close();
}
