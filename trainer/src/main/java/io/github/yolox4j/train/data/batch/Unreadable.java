package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.train.data.Dataset;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Which images of a dataset were found to be unreadable, by their number. Safe for many threads. */
public final class Unreadable {

    private final Dataset dataset;
    private final Map<Integer, SkippedImage> found = new ConcurrentSkipListMap<>();

    Unreadable(Dataset dataset) {
        this.dataset = dataset;
    }

    /** @throws IOException if this makes more than half of all, so that it is not single images that are to blame */
    void add(int index, IOException reason) throws IOException {
        found.put(index, new SkippedImage(dataset.samples().get(index).image(), reason.getMessage()));
        if (2 * found.size() > dataset.size()) {
            throw new IOException(
                    found.size() + " of " + dataset.size() + " images cannot be read, which is more than half; "
                            + reason.getMessage(),
                    reason);
        }
    }

    /** The next image, around to the dataset's start, not known to be unreadable; {@code index} if there is none. */
    int standIn(int index) {
        for (int i = 0; i < dataset.size(); i++) {
            int candidate = (index + i) % dataset.size();
            if (!found.containsKey(candidate)) {
                return candidate;
            }
        }
        return index;
    }

    List<SkippedImage> list() {
        return List.copyOf(found.values());
    }
}
