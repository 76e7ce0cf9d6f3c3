package io.github.yolox4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that are damaged, or built to do damage. */
class NpzArchiveTest {

    private static final int MEBIBYTE = 1 << 20;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(file);

    @Test
    void an_archive_cut_off_anywhere_is_refused() throws IOException {
        byte[] whole = shipped();
        assertThat(NpzArchive.read("whole", whole).keys()).containsExactlyInAnyOrder("logits", "target");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> NpzArchive.read("cut", cut))
                    .as("the first " + length + " bytes of " + whole.length)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cut");
        }
    }

    @Test
    void a_flipped_bit_is_refused_or_changes_no_number() throws IOException {
        byte[] whole = shipped();
        NpzArchive right = NpzArchive.read("whole", whole);
        int refused = 0;
        for (int bit = 0; bit < 8 * whole.length; bit += 3) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                NpzArchive found = NpzArchive.read("flipped", flipped);
                for (String key : found.keys()) {
                    if (right.keys().contains(key)) {
                        assertThat(found.array(key).doubles())
                                .isEqualTo(right.array(key).doubles());
                    }
                }
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).as("most bits are data").isGreaterThan(8 * whole.length / 3 / 2);
    }

    @Test
    void an_entry_that_unpacks_to_more_than_it_declares_is_not_unpacked() throws IOException {
        add("bomb", header("'<f8'", "2,"), new byte[256 * MEBIBYTE]);

        assertRefused("bomb: shape [2] of float64 needs 16 bytes, the file holds more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000, 1000000000", "9223372036854775807,", "4294967296, 4294967296", "33554433,"})
    void a_shape_of_more_numbers_than_there_is_room_for_is_refused_before_it_is_read(String shape) throws IOException {
        add("huge", header("'|u1'", shape), new byte[16]);

        assertRefused("has more than the 33554432 numbers that may be left to it");
    }

    @Test
    void arrays_that_are_small_alone_are_counted_together() throws IOException {
        for (String name : new String[] {"a", "b", "c"}) {
            add(name, header("'|u1'", "12000000,"), new byte[12_000_000]);
        }
        assertRefused("c: shape [12000000] has more than the 9554432 numbers");
    }

    @Test
    void a_shape_without_its_numbers_takes_no_memory() throws IOException {
        add("claim", header("'<f8'", "33554432,"), new byte[24]);

        assertRefused("claim: shape [33554432] of float64 needs 268435456 bytes, the file holds 24");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'<c16'", "'|O'", "'>f8'", "'<f2'", "'|b1'", "'<U3'", "'__import__(\"os\")'"})
    void an_element_type_that_golden_files_do_not_use_is_named(String type) throws IOException {
        add("x", header(type, "1,"), new byte[8]);

        assertRefused("x: element type " + type + " is not one of <f8, <f4, <i8, <i4, |u1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "-1,; x: negative length in shape [-1]",
                "one,; x: bad shape (one,)",
                "99999999999999999999,; x: bad shape (99999999999999999999,)",
            })
    void a_shape_that_is_none_is_named(String shape, String message) throws IOException {
        add("x", header("'<f8'", shape), new byte[8]);

        assertRefused(message);
    }

    @Test
    void headers_that_are_none_are_refused() throws IOException {
        assertHeaderRefused(
                "fortran", "Fortran order is not supported", "{'descr': '<f8', 'fortran_order': True, 'shape': ()}");
        assertHeaderRefused("empty", "the header lacks 'descr'", "{}");
        byte[] long4 = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, 127};
        assertThatThrownBy(() -> archiveOf("long", long4, new byte[100]))
                .hasMessageContaining("long: a header of 2147483647 bytes, at most 65536");
        byte[] cut = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 100, 0};
        assertThatThrownBy(() -> archiveOf("cut", cut, new byte[10]))
                .hasMessageContaining("cut: the header is cut off");
        assertThatThrownBy(() -> archiveOf("text", "hello".getBytes(StandardCharsets.UTF_8), new byte[0]))
                .hasMessageContaining("text: not a .npy array");
    }

    @Test
    void an_array_of_which_there_are_two_is_refused() throws IOException {
        add("x", header("'|u1'", "1,"), new byte[] {1});
        zip.putNextEntry(new ZipEntry("x"));
        zip.write(header("'|u1'", "1,"));
        zip.write(2);

        assertRefused("array 'x' is there twice");
    }

    @Test
    void integers_that_a_double_does_not_hold_are_refused() throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(3)
                .putLong((1L << 53) + 2);
        add("x", header("'<i8'", "2,"), numbers.array());

        assertRefused("x: number 1 is 9.007199254740994E15, beyond 2^53");
    }

    private void assertRefused(String message) throws IOException {
        zip.close();
        assertThatThrownBy(() -> NpzArchive.read("file.npz", file.toByteArray()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("file.npz")
                .hasMessageContaining(message);
    }

    private void assertHeaderRefused(String name, String message, String header) {
        assertThatThrownBy(() -> archiveOf(name, npy(header), new byte[8])).hasMessageContaining(message);
    }

    private static void archiveOf(String name, byte[] header, byte[] data) throws IOException {
        NpzArchiveTest archive = new NpzArchiveTest();
        archive.add(name, header, data);
        archive.zip.close();
        NpzArchive.read("file.npz", archive.file.toByteArray());
    }

    private void add(String name, byte[] header, byte[] data) throws IOException {
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(header);
        zip.write(data);
    }

    private static byte[] header(String type, String shape) {
        return npy("{'descr': " + type + ", 'fortran_order': False, 'shape': (" + shape + "), }");
    }

    private static byte[] npy(String header) {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(10 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    private static byte[] shipped() throws IOException {
        try (InputStream in = NpzArchive.class.getResourceAsStream("/golden/losses/score/saturated.npz")) {
            return in.readAllBytes();
        }
    }
}
