package io.github.yolox4j.train.engine;

import io.github.yolox4j.detection.decode.AnchorGrid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What an engine keeps for every input size it is given, made when a size first comes. Of more than a number of sizes
 * the one unused for longest is closed.
 *
 * @param <T> what is kept
 */
public final class PerSize<T extends PerSize.Closable> implements AutoCloseable {

    /** What can be closed without a checked exception. */
    public interface Closable extends AutoCloseable {
        @Override
        void close();
    }

    private final int most;
    private final Function<AnchorGrid, T> maker;
    private final Map<AnchorGrid, T> kept = new LinkedHashMap<>(16, 0.75f, true); // by time of last use

    /**
     * @param most how many sizes are kept, at least 1
     * @param maker of what is kept for a size
     */
    public PerSize(int most, Function<AnchorGrid, T> maker) {
        if (most < 1) {
            throw new IllegalArgumentException("at least one size must be kept, got " + most);
        }
        this.most = most;
        this.maker = maker;
    }

    /** What is kept for a size. */
    public T of(AnchorGrid size) {
        T known = kept.get(size);
        if (known != null) {
            return known;
        }
        if (kept.size() == most) { // before the next is made, so that there are never more
            AnchorGrid oldest = kept.keySet().iterator().next();
            kept.remove(oldest).close();
        }
        T made = maker.apply(size);
        kept.put(size, made);
        return made;
    }

    @Override
    public void close() {
        kept.values().forEach(Closable::close);
        kept.clear();
    }
}
