package io.github.yolox4j.train.parallel;

import io.github.yolox4j.model.weights.ArrayMemory;
import io.github.yolox4j.model.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/** Whether all ranks have the same weights, to the last bit, as they must at any time. */
public record EqualWeights(Ranks ranks) {

    /**
     * Compares a checksum of weights with those of the other ranks.
     *
     * @throws RankException if a rank failed
     * @throws IOException if they differ: then what was trained is not what one process would have trained
     */
    public void require(Weights... weights) throws IOException {
        if (ranks.size() == 1) {
            return;
        }
        long own = checksum(weights);
        List<byte[]> all =
                ranks.gather(ByteBuffer.allocate(Long.BYTES).putLong(own).array());
        List<Long> checksums =
                all.stream().map(message -> ByteBuffer.wrap(message).getLong()).toList();
        if (new HashSet<>(checksums).size() > 1) {
            throw new IOException("the ranks do not have the same weights any more; checksums by rank: "
                    + checksums.stream().map(HexFormat.of()::toHexDigits).toList());
        }
    }

    private static long checksum(Weights... all) {
        CRC32C checksum = new CRC32C();
        for (Weights weights : all) {
            for (String name : weights.names()) {
                FloatBuffer floats = ArrayMemory.floats(weights.value(name));
                ByteBuffer bytes = ByteBuffer.allocate(floats.capacity() * Float.BYTES);
                bytes.asFloatBuffer().put(floats);
                checksum.update(bytes);
            }
        }
        return checksum.getValue();
    }
}
