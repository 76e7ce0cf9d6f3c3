package io.github.yolox4j.train.data.coco;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.detection.box.Box;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A mask in COCO's run lengths: pixels column by column, beginning with a run of pixels that are not of the object;
 * runs of both kinds take turns.
 *
 * @param height of the mask
 */
record RunLengths(long height, long width, List<Long> runs) {

    private static final int BITS = 5;
    private static final int FIRST_CHARACTER = 48;

    /**
     * Reads a mask.
     *
     * @throws IOException if it makes no sense; the message does not say where
     */
    static RunLengths of(JsonNode mask) throws IOException {
        JsonNode size = mask.path("size");
        JsonNode counts = mask.path("counts");
        if (size.size() != 2 || size.get(0).asLong() < 1 || size.get(1).asLong() < 1) {
            throw new IOException("'size' of the mask must be [height, width], is " + size);
        }
        List<Long> runs = counts.isTextual() ? packed(counts.asText()) : plain(counts);
        long height = size.get(0).asLong();
        long width = size.get(1).asLong();
        if (runs.stream().anyMatch(run -> run < 0)
                || runs.stream().mapToLong(Long::longValue).sum() > height * width) {
            throw new IOException("'counts' of the mask do not fit its size " + size);
        }
        return new RunLengths(height, width, runs);
    }

    private static List<Long> plain(JsonNode counts) {
        List<Long> runs = new ArrayList<>();
        counts.forEach(count -> runs.add(count.asLong(-1)));
        return runs;
    }

    /**
     * Five bits a character from '0' on, the lowest first; the sixth bit says that more follow. From the third run on
     * the difference to the run two before stands there, in two's complement.
     */
    private static List<Long> packed(String text) throws IOException {
        List<Long> runs = new ArrayList<>();
        long value = 0;
        int shift = 0;
        for (int i = 0; i < text.length(); i++) {
            int code = text.charAt(i) - FIRST_CHARACTER;
            if (code < 0 || code >= 1 << BITS + 1 || shift > 2 * Integer.SIZE - BITS) {
                throw new IOException("'counts' of the mask are no packed run lengths");
            }
            value |= (long) (code & (1 << BITS) - 1) << shift;
            shift += BITS;
            if (code >> BITS == 0) {
                boolean isNegative = code >> BITS - 1 == 1;
                long number = isNegative ? value | -1L << shift : value;
                runs.add(runs.size() > 2 ? number + runs.get(runs.size() - 2) : number);
                value = 0;
                shift = 0;
            }
        }
        if (shift > 0) {
            throw new IOException("'counts' of the mask end within a number");
        }
        return runs;
    }

    /** The box around all pixels of the object; empty if there are none. */
    Optional<Box> box() {
        long left = Long.MAX_VALUE;
        long top = Long.MAX_VALUE;
        long right = -1;
        long bottom = -1;
        long from = 0;
        for (int i = 0; i < runs.size(); i++) {
            long to = from + runs.get(i);
            if (i % 2 == 1 && to > from) {
                boolean isOneColumn = from / height == (to - 1) / height;
                left = Math.min(left, from / height);
                right = Math.max(right, (to - 1) / height);
                top = Math.min(top, isOneColumn ? from % height : 0);
                bottom = Math.max(bottom, isOneColumn ? (to - 1) % height : height - 1);
            }
            from = to;
        }
        return right < 0 ? Optional.empty() : Optional.of(new Box(left, top, right + 1, bottom + 1));
    }
}
