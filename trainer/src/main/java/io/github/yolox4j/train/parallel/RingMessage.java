package io.github.yolox4j.train.parallel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Bytes that are received from the rank before, and sent on to the next as they come. */
final class RingMessage implements RingTransfer {

    private final ByteBuffer bytes;
    private final boolean isSent;
    private int complete;
    private int sent;

    /** @param complete how many of the bytes are there already: none or all */
    private RingMessage(ByteBuffer bytes, int complete, boolean isSent) {
        this.bytes = bytes.duplicate().clear();
        this.complete = complete;
        this.isSent = isSent;
    }

    static RingMessage send(ByteBuffer bytes) {
        return new RingMessage(bytes, bytes.capacity(), true);
    }

    static RingMessage receive(ByteBuffer bytes) {
        return new RingMessage(bytes, 0, false);
    }

    static RingMessage passOn(ByteBuffer bytes) {
        return new RingMessage(bytes, 0, true);
    }

    @Override
    public ByteBuffer toSend() {
        return bytes.limit(isSent ? complete : sent).position(sent);
    }

    @Override
    public void wasSent(int count) {
        sent += count;
    }

    @Override
    public boolean expectsMore() {
        return complete < bytes.capacity();
    }

    @Override
    public int receive(ReadableByteChannel from) throws IOException {
        int count = from.read(bytes.clear().position(complete));
        if (count < 0) {
            throw new EOFException("the rank before has ended the connection");
        }
        complete += count;
        return count;
    }
}
