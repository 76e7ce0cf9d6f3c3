package io.github.yolox4j.model.weights.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Pickle instructions of protocol 2, written by hand. */
final class PickleWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleWriter() {
        raw(0x80, 2);
    }

    /** Instructions, and bytes that belong to them, as they are. */
    PickleWriter raw(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    PickleWriter raw(String instructions) {
        out.writeBytes(instructions.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    PickleWriter global(String module, String name) {
        return raw("c" + module + "\n" + name + "\n");
    }

    PickleWriter text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return raw("X").fourBytes(bytes.length).raw(text);
    }

    PickleWriter number(int number) {
        return raw("J").fourBytes(number);
    }

    PickleWriter tuple(int... numbers) {
        raw("(");
        for (int number : numbers) {
            number(number);
        }
        return raw("t");
    }

    /** A tensor whose numbers lie in the entry {@code data/key}. */
    PickleWriter tensor(String storageType, String key, int count, int offset, int[] size, int[] stride) {
        global("torch._utils", "_rebuild_tensor_v2").raw("(");
        raw("(").text("storage")
                .global("torch", storageType)
                .text(key)
                .text("cpu")
                .number(count);
        raw("tQ").number(offset).tuple(size).tuple(stride).raw(0x89);
        return orderedDict().raw("tR");
    }

    /** An empty {@code collections.OrderedDict}. */
    PickleWriter orderedDict() {
        return global("collections", "OrderedDict").raw(")R");
    }

    private PickleWriter fourBytes(int number) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array());
        return this;
    }

    /** The pickle, ended. */
    byte[] end() {
        raw(".");
        return out.toByteArray();
    }
}
