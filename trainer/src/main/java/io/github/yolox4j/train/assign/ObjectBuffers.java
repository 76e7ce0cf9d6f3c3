package io.github.yolox4j.train.assign;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.List;

/**
 * The objects of a batch in native memory, as the graph form of a step reads them: every image has as many places as the one with
 * the most objects needs. The memory is used again for each batch, and grows when one needs more.
 */
public final class ObjectBuffers {

    private static final int BOX = 4;
    private static final int NONE = -1;

    private final int batch;
    private final int classes;
    private int places = 1;
    private DoubleBuffer boxes;
    private LongBuffer classIds;

    public ObjectBuffers(int batch, int classes) {
        this.batch = batch;
        this.classes = classes;
        reserve(1);
    }

    /**
     * Takes the objects of a batch.
     *
     * @throws IllegalArgumentException if they are not those of {@code batch} images, or one has a class that there is not
     */
    public void fill(List<List<TargetObject>> objects) {
        if (objects.size() != batch) {
            throw new IllegalArgumentException("expected the objects of " + batch + " images, got " + objects.size());
        }
        places = Math.max(1, objects.stream().mapToInt(List::size).max().orElse(0));
        if (batch * places > classIds.capacity()) {
            reserve(2 * places);
        }
        for (int image = 0; image < batch; image++) {
            for (int place = 0; place < places; place++) {
                int at = image * places + place;
                if (place < objects.get(image).size()) {
                    put(at, objects.get(image).get(place));
                } else {
                    classIds.put(at, NONE);
                    boxes.put(BOX * at, new double[BOX]);
                }
            }
        }
    }

    private void put(int at, TargetObject object) {
        if (object.classId() >= classes) {
            throw new IllegalArgumentException("class " + object.classId() + " of " + classes + " classes: " + object);
        }
        classIds.put(at, object.classId());
        boxes.put(BOX * at, new double[] {object.centerX(), object.centerY(), object.width(), object.height()});
    }

    private void reserve(int perImage) {
        boxes = memory(batch * perImage * BOX * Double.BYTES).asDoubleBuffer();
        classIds = memory(batch * perImage * Long.BYTES).asLongBuffer();
    }

    private static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** {@code [batch, places, 4]}: centre x, centre y, width, height. */
    public DoubleBuffer boxes() {
        return boxes.slice(0, BOX * batch * places);
    }

    public long[] boxesShape() {
        return new long[] {batch, places, BOX};
    }

    /** {@code [batch, places]}: -1 where there is no object. */
    public LongBuffer classIds() {
        return classIds.slice(0, batch * places);
    }

    public long[] classIdsShape() {
        return new long[] {batch, places};
    }
}
