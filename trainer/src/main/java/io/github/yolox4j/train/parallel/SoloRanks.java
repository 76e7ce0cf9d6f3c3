package io.github.yolox4j.train.parallel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** One process alone: every sum is what it was. */
public record SoloRanks() implements Ranks {

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public List<String> addresses() {
        return List.of();
    }

    @Override
    public void sum(ByteBuffer numbers) {}

    @Override
    public byte[] broadcast(int root, byte[] message) {
        return message;
    }

    @Override
    public void abandon(String reason) {}

    @Override
    public Duration exchanging() {
        return Duration.ZERO;
    }

    @Override
    public void close() {}
}
