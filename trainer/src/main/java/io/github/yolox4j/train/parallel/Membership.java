package io.github.yolox4j.train.parallel;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What makes a process a certain rank of a certain ring. All but the rank is the same at every rank, or they refuse each
 * other.
 *
 * @param rank from 0
 * @param addresses of all ranks, in their order
 * @param run a name of this run
 * @param secret that only the ranks know; it is never sent
 * @param configuration a digest of all that must be equal
 */
public record Membership(int rank, List<InetSocketAddress> addresses, String run, String secret, String configuration) {

    public Membership {
        addresses = List.copyOf(addresses);
        if (rank < 0 || rank >= addresses.size()) {
            throw new IllegalArgumentException("a rank must be from 0 to " + (addresses.size() - 1) + ", got " + rank);
        }
    }

    int size() {
        return addresses.size();
    }

    int next() {
        return (rank + 1) % size();
    }

    int previous() {
        return (rank + size() - 1) % size();
    }

    /** {@code host:port} of a rank. */
    String addressOf(int other) {
        InetSocketAddress address = addresses.get(other);
        return address.getHostString() + ":" + address.getPort();
    }

    RankFailure failure(int other, String reason) {
        return new RankFailure(other, addressOf(other), reason);
    }

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "rank " + rank + " of " + addresses + ", run " + run + ", configuration " + configuration;
    }
}
