package io.github.yolox4j.train.parallel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A sum over the ranks of a ring, in place. The numbers are cut into as many segments as there are ranks, \(W\). In
 * stage \(k\) of \(0 .. 2W - 3\), rank \(r\) sends segment \(r - k\) and receives segment \(r - k - 1\), modulo \(W\):
 * it adds what it receives in the first \(W - 1\) stages, after which every segment is complete at one rank, and copies
 * it in the others. What was received of a segment is sent on at once, in the next stage.
 */
final class RingSum implements RingTransfer {

    /** Floats that are received before they are added. */
    private static final int CHUNK = 1 << 17;

    private static final int ADDED_AT_ONCE = 1 << 11;

    private final int rank;
    private final int world;
    private final int count;
    private final ByteBuffer sent;
    private final ByteBuffer received;
    private final FloatBuffer sums;
    private final ByteBuffer inbox;
    private final float[] own = new float[ADDED_AT_ONCE];
    private final float[] other = new float[ADDED_AT_ONCE];
    private int sending;
    private int bytesSent;
    private int receiving;
    private int bytesReceived;

    /** @param inbox of {@link #inbox()}, which sums may share one after the other */
    RingSum(ByteBuffer floats, int rank, int world, ByteBuffer inbox) {
        this.rank = rank;
        this.world = world;
        count = floats.capacity() / Float.BYTES;
        sent = floats.duplicate().clear();
        received = floats.duplicate().clear();
        sums = floats.duplicate().clear().order(ByteOrder.nativeOrder()).asFloatBuffer();
        this.inbox = inbox.clear();
        skipEmpty();
    }

    static ByteBuffer inbox() {
        return ByteBuffer.allocateDirect(CHUNK * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    private int stages() {
        return 2 * (world - 1);
    }

    private int start(int segment) {
        return (int) ((long) count * segment / world) * Float.BYTES;
    }

    /** The segment that is sent in a stage; it was received in the stage before. */
    private int segment(int stage) {
        return Math.floorMod(rank - stage, world);
    }

    private int length(int stage) {
        return start(segment(stage) + 1) - start(segment(stage));
    }

    /** With fewer numbers than ranks some segments have none. */
    private void skipEmpty() {
        while (sending < stages() && bytesSent == length(sending)) {
            sending++;
            bytesSent = 0;
        }
        while (receiving < stages() && bytesReceived == length(receiving + 1)) {
            receiving++;
            bytesReceived = 0;
        }
    }

    @Override
    public ByteBuffer toSend() {
        int end = 0;
        if (sending < stages()) {
            if (sending == 0 || receiving > sending - 1) {
                end = length(sending);
            } else if (receiving == sending - 1) {
                end = bytesComplete();
            }
        }
        int from = start(segment(sending));
        return sent.limit(from + Math.max(end, bytesSent)).position(from + bytesSent);
    }

    /** How much of the segment being received holds what it is to hold. */
    private int bytesComplete() {
        return isAdding() ? bytesReceived - inbox.position() : bytesReceived;
    }

    private boolean isAdding() {
        return receiving < world - 1;
    }

    @Override
    public void wasSent(int bytes) {
        bytesSent += bytes;
        skipEmpty();
    }

    @Override
    public boolean expectsMore() {
        return receiving < stages();
    }

    @Override
    public int receive(ReadableByteChannel from) throws IOException {
        int start = start(segment(receiving + 1));
        int missing = length(receiving + 1) - bytesReceived;
        int bytes;
        if (isAdding()) {
            inbox.limit(Math.min(inbox.capacity(), inbox.position() + missing));
            bytes = require(from.read(inbox));
            bytesReceived += bytes;
            addInbox(start);
        } else {
            received.limit(start + bytesReceived + missing).position(start + bytesReceived);
            bytes = require(from.read(received));
            bytesReceived += bytes;
        }
        skipEmpty();
        return bytes;
    }

    private static int require(int bytes) throws EOFException {
        if (bytes < 0) {
            throw new EOFException("the rank before has ended the connection");
        }
        return bytes;
    }

    /** Adds the whole floats of the inbox to where they belong; what is left of a float stays in it. */
    private void addInbox(int segmentStart) {
        int whole = inbox.position() / Float.BYTES;
        int place = (segmentStart + bytesReceived - inbox.position()) / Float.BYTES;
        FloatBuffer terms =
                inbox.duplicate().order(ByteOrder.nativeOrder()).flip().asFloatBuffer();
        for (int done = 0; done < whole; done += ADDED_AT_ONCE) {
            int floats = Math.min(ADDED_AT_ONCE, whole - done);
            terms.get(done, other, 0, floats);
            sums.get(place + done, own, 0, floats);
            for (int i = 0; i < floats; i++) {
                own[i] += other[i];
            }
            sums.put(place + done, own, 0, floats);
        }
        inbox.flip().position(whole * Float.BYTES).compact();
    }
}
