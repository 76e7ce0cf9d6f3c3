package io.github.yolox4j.train.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reader of event files that shares no code with the writer, its checksum included: bit by bit, from the polynomial.
 */
final class Events {

    private static final int CASTAGNOLI = 0x82f63b78; // reversed

    private Events() {}

    /**
     * One event; a file's first has a version, others scalars or the start of a session.
     *
     * @param version empty if the event has none
     */
    record Event(double wallTime, long step, String version, Map<String, Float> scalars, boolean isStart) {}

    static List<Event> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] head = new byte[8];
            in.get(in.position(), head);
            int length = Math.toIntExact(in.getLong());
            assertThat(in.getInt()).as("checksum of the length").isEqualTo(masked(head));
            byte[] data = new byte[length];
            in.get(data);
            assertThat(in.getInt()).as("checksum of the data").isEqualTo(masked(data));
            events.add(event(data));
        }
        return events;
    }

    static int masked(byte[] bytes) {
        int crc = ~0;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ CASTAGNOLI : crc >>> 1;
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static Event event(byte[] data) {
        Map<Integer, List<Object>> fields = fields(data);
        Map<String, Float> scalars = new LinkedHashMap<>();
        for (Object summary : fields.getOrDefault(5, List.of())) {
            for (Object value : fields((byte[]) summary).get(1)) {
                Map<Integer, List<Object>> parts = fields((byte[]) value);
                scalars.put(text(parts.get(1).get(0)), (Float) parts.get(2).get(0));
            }
        }
        boolean isStart = fields.containsKey(7)
                && fields((byte[]) fields.get(7).get(0)).get(1).equals(List.of(1L));
        return new Event(
                (Double) fields.get(1).get(0),
                (Long) fields.getOrDefault(2, List.of(0L)).get(0),
                fields.containsKey(3) ? text(fields.get(3).get(0)) : "",
                scalars,
                isStart);
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    /** The values of a message by field number: long, double, byte[] or float, as the wire says. */
    private static Map<Integer, List<Object>> fields(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, List<Object>> fields = new HashMap<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value;
            switch ((int) (key & 7)) {
                case 0 -> value = varint(in);
                case 1 -> value = in.getDouble();
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    value = bytes;
                }
                case 5 -> value = in.getFloat();
                default -> throw new AssertionError("wire type " + (key & 7));
            }
            fields.computeIfAbsent((int) (key >>> 3), f -> new ArrayList<>()).add(value);
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
