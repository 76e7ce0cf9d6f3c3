package io.github.yolox4j.model.weights.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.yolox4j.model.weights.StateDict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SafetensorsTest {

    @Test
    void arrays_come_back_with_their_types_and_shapes() throws IOException {
        Map<String, INDArray> written = Map.of(
                "a", Nd4j.createFromArray(1f, 2f, 3f, 4f, 5f, 6f).reshape(2, 3),
                "b", Nd4j.createFromArray(0.5, -0.25));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Safetensors.write(out, written);

        assertThat(Safetensors.read("f", out.toByteArray())).isEqualTo(written);
    }

    @Test
    void what_a_file_says_about_itself_comes_back_beside_the_arrays(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("named.safetensors");
        StateDict weights = StateDict.of("w", Map.of("a", Nd4j.createFromArray(1f, 2f)));
        Safetensors.write(file, weights, Map.of("names", "{0: 'cat', 1: 'dog'}"));

        assertThat(Safetensors.metadata(file)).isEqualTo(Map.of("names", "{0: 'cat', 1: 'dog'}"));
        assertThat(Safetensors.read(file).tensors()).isEqualTo(weights.tensors());

        Safetensors.write(file, weights);
        assertThat(Safetensors.metadata(file)).isEmpty();
    }

    /** Eight bytes of data follow each header. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a': {'dtype': 'F32', 'data_offsets': [0, 8]}} | f/a: 'shape' must be a list of integers, is missing",
                "{'a': {'dtype': 'F32', 'shape': ['x'], 'data_offsets': [0, 8]}}"
                        + " | f/a: 'shape' must be a list of integers, is [\"x\"]",
                "{'a': {'dtype': 'U8', 'shape': [8], 'data_offsets': [0, 8]}}"
                        + " | f/a: type 'U8' is not one of [F32, F64, F16, BF16, I64]",
                "{'a': {'dtype': 'F32', 'shape': [2]}} | f/a: bytes -1 to -1 lie outside the file's 8",
                "{'a': {'dtype': 'F32', 'shape': [2], 'data_offsets': [4, 12]}}"
                        + " | f/a: bytes 4 to 12 lie outside the file's 8",
                "{'a': {'dtype': 'F32', 'shape': [3], 'data_offsets': [0, 8]}}"
                        + " | f/a: shape [3] of F32 needs 12 bytes, the file holds 8",
                "{'a': {'dtype': 'F32', 'shape': [4294967296, 4294967296], 'data_offsets': [0, 8]}}"
                        + " | f/a: shape [4294967296, 4294967296] does not fit the file",
                "{'a': | f: the header is not JSON",
            })
    void a_header_that_does_not_fit_is_refused_by_file_and_array(String header, String message) {
        byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        byte[] file = bytes(json.length, json);
        assertThatThrownBy(() -> Safetensors.read("f", file))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void a_header_longer_than_the_file_is_refused() {
        assertThatThrownBy(() -> Safetensors.read("f", bytes(Long.MAX_VALUE, new byte[0])))
                .isInstanceOf(IOException.class)
                .hasMessage("f: a header of 9223372036854775807 bytes does not fit into 16");
        assertThatThrownBy(() -> Safetensors.read("f", new byte[7])).hasMessage("f: truncated after 7 bytes");
    }

    @Test
    void numbers_of_16_and_64_bits_are_read() throws IOException {
        String header = "{\"h\": {\"dtype\": \"F16\", \"shape\": [1], \"data_offsets\": [0, 2]},"
                + " \"b\": {\"dtype\": \"BF16\", \"shape\": [1], \"data_offsets\": [2, 4]}}";
        byte[] file = bytes(header.length(), header.getBytes(StandardCharsets.UTF_8));
        file[file.length - 7] = 0x3e; // 1.5 in half precision
        file[file.length - 6] = (byte) 0xc0;
        file[file.length - 5] = 0x3f; // 1.5 in bfloat16
        assertThat(Safetensors.read("f", file))
                .isEqualTo(Map.of("h", Nd4j.createFromArray(1.5f), "b", Nd4j.createFromArray(1.5f)));

        header = "{\"c\": {\"dtype\": \"I64\", \"shape\": [], \"data_offsets\": [0, 8]}}";
        file = bytes(header.length(), header.getBytes(StandardCharsets.UTF_8));
        file[file.length - 8] = 7;
        assertThat(Safetensors.read("f", file)).isEqualTo(Map.of("c", Nd4j.scalar(7L)));
    }

    @Test
    void arrays_that_share_their_bytes_are_refused() {
        String array = "{\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}";
        byte[] header = ("{\"a\": " + array + ", \"b\": " + array + "}").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Safetensors.read("f", bytes(header.length, header)))
                .isInstanceOf(IOException.class)
                .hasMessage("f/b: overlaps with another array");
    }

    @Test
    void numbers_begin_at_a_multiple_of_eight_bytes() throws IOException {
        for (String name : new String[] {"a", "ab", "abc"}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Safetensors.write(out, Map.of(name, Nd4j.createFromArray(1.0)));
            assertThat((out.size() - Double.BYTES) % 8).isZero();
        }
    }

    @Test
    void damage_anywhere_is_survived() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(out, Map.of("a", Nd4j.createFromArray(1f, 2f).reshape(2, 1)));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = out.toByteArray();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Throwable thrown = catchThrowable(() -> Safetensors.read("f", damaged));
            if (thrown != null) {
                assertThat(thrown).as("attempt " + i).isInstanceOf(IOException.class);
            }
        }
    }

    private static byte[] bytes(long headerLength, byte[] header) {
        return ByteBuffer.allocate(Long.BYTES + header.length + Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerLength)
                .put(header)
                .array();
    }
}
