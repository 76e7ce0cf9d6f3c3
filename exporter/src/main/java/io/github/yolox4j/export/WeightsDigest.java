package io.github.yolox4j.export;

import io.github.yolox4j.model.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * SHA-256 of a network's weights. Digested are, by name in alphabetical order: the name in UTF-8, the shape written as
 * {@code [3, 3, 16, 32]}, and the numbers as little-endian 32-bit floats in C order, in the graph's layout.
 */
public final class WeightsDigest {

    private WeightsDigest() {}

    /** In hexadecimal, 64 digits. */
    public static String of(Weights weights) {
        MessageDigest digest = sha256();
        new TreeMap<>(weights.values()).forEach((name, array) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(Arrays.toString(array.shape()).getBytes(StandardCharsets.UTF_8));
            digest.update(bytes(array));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static ByteBuffer bytes(INDArray array) {
        float[] numbers = array.castTo(DataType.FLOAT).dup('c').data().asFloat();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
