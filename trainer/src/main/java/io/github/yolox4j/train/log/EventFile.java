package io.github.yolox4j.train.log;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * TensorBoard's event file: records of TensorFlow's {@code TFRecord} form,
 *
 * <pre>
 * uint64 length, uint32 masked CRC of length, length bytes, uint32 masked CRC of the bytes    (little-endian)
 * </pre>
 *
 * each holding an {@code Event} message: wall time (1), step (2), and the version (3), a summary (5) of scalars or a
 * session's start (7). The CRC is Castagnoli's, masked by rotating it right by 15 bits and adding {@code 0xa282ead8}.
 * Every record is handed to the operating system at once.
 *
 * @see <a href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto">event.proto</a>
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details">TFRecords format</a>
 */
final class EventFile implements AutoCloseable {

    private static final String VERSION = "brain.Event:2";
    private static final int MASK_DELTA = 0xa282ead8;
    private static final int ROTATION = 15;

    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;
    private static final int SUMMARY_VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int STATUS = 1;
    private static final long START = 1;

    private final OutputStream out;
    private final Clock clock;

    private EventFile(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** A new file in a folder, named for TensorBoard to find it and to read it after older ones. */
    static EventFile in(Path folder, Clock clock) throws IOException {
        Path file = folder.resolve(String.format("events.out.tfevents.%013d.yolox4j", clock.millis()));
        EventFile events = new EventFile(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), clock);
        events.write(event -> event.writeString(FILE_VERSION, VERSION));
        return events;
    }

    /** Says that a run goes on with a step: TensorBoard forgets what older files hold from there on. */
    void start(long step) {
        write(event -> {
            event.writeInt64(STEP, step);
            event.writeByteArray(SESSION_LOG, message(session -> session.writeInt64(STATUS, START)));
        });
    }

    void scalars(long step, Map<String, Double> values) {
        write(event -> {
            event.writeInt64(STEP, step);
            event.writeByteArray(SUMMARY, message(summary -> {
                for (Map.Entry<String, Double> value : values.entrySet()) {
                    summary.writeByteArray(SUMMARY_VALUE, message(scalar -> {
                        scalar.writeString(TAG, value.getKey());
                        scalar.writeFloat(SIMPLE_VALUE, value.getValue().floatValue());
                    }));
                }
            }));
        });
    }

    /** The fields of a protocol buffers message. */
    private interface Fields {
        void write(CodedOutputStream message) throws IOException;
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream message = CodedOutputStream.newInstance(bytes);
        fields.write(message);
        message.flush();
        return bytes.toByteArray();
    }

    @SuppressWarnings("ByteBufferBackingArray") // little allocates
    private void write(Fields fields) {
        Instant now = clock.instant();
        try {
            byte[] data = message(event -> {
                event.writeDouble(WALL_TIME, now.getEpochSecond() + now.getNano() / 1e9);
                fields.write(event);
            });
            byte[] length = little(Long.BYTES).putLong(data.length).array();
            ByteBuffer packed = little(Long.BYTES + data.length + 2 * Integer.BYTES);
            packed.put(length).putInt(maskedCrc(length)).put(data).putInt(maskedCrc(data));
            out.write(packed.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int maskedCrc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), ROTATION) + MASK_DELTA;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
