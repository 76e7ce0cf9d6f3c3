package io.github.yolox4j.model.weights.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
        assertThatThrownBy(() -> Safetensors.read("f", new byte[7])).hasMessage("f: cut off after 7 bytes");
    }

    private static byte[] bytes(long headerLength, byte[] header) {
        return ByteBuffer.allocate(Long.BYTES + header.length + Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerLength)
                .put(header)
                .array();
    }
}
