package io.github.yolox4j.train.parallel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** What goes to the next rank and comes from the one before, in one exchange. */
interface RingTransfer {

    /** The bytes that can be sent now; none if all were sent, or more must be received first. */
    ByteBuffer toSend();

    /** Takes note that so many of them were sent. */
    void wasSent(int bytes);

    /** Whether more is to be received. */
    boolean expectsMore();

    /**
     * Receives what has come.
     *
     * @return how many bytes that were
     * @throws java.io.EOFException if the connection has ended
     */
    int receive(ReadableByteChannel from) throws IOException;
}
