package io.github.yolox4j.onednn.run;

import org.bytedeco.javacpp.BytePointer;

/** Memory that passes of several sizes use in turn; it is as large as the largest of them needs. */
public final class Arena implements AutoCloseable {

    /** Kernels write past the processor's cache, which needs whole lines of it. */
    private static final int LINE = 64;

    private BytePointer all;
    private BytePointer aligned;

    /** At least so many bytes; what was there before may be lost. */
    public BytePointer reserve(long bytes) {
        if (aligned == null || all.capacity() < bytes + LINE) {
            close();
            all = new BytePointer(bytes + LINE);
            aligned = all.getPointer((LINE - all.address() % LINE) % LINE);
        }
        return aligned;
    }

    @Override
    public void close() {
        if (all != null) {
            all.close();
        }
        all = null;
        aligned = null;
    }
}
