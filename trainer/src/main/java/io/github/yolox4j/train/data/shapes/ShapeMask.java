package io.github.yolox4j.train.data.shapes;

import io.github.yolox4j.train.data.LabeledBox;
import java.awt.Shape;
import java.util.BitSet;

/** The pixels of a square image whose centres lie in a shape. */
final class ShapeMask {

    private final int side;
    private final BitSet pixels;

    private ShapeMask(int side, BitSet pixels) {
        this.side = side;
        this.pixels = pixels;
    }

    static ShapeMask empty(int side) {
        return new ShapeMask(side, new BitSet());
    }

    static ShapeMask of(Shape shape, int side) {
        BitSet pixels = new BitSet(side * side);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                if (shape.contains(x + 0.5, y + 0.5)) {
                    pixels.set(y * side + x);
                }
            }
        }
        return new ShapeMask(side, pixels);
    }

    ShapeMask or(ShapeMask other) {
        BitSet union = (BitSet) pixels.clone();
        union.or(other.pixels);
        return new ShapeMask(side, union);
    }

    /** How many pixels are left where the other mask is taken away. */
    int countWithout(ShapeMask other) {
        BitSet rest = (BitSet) pixels.clone();
        rest.andNot(other.pixels);
        return rest.cardinality();
    }

    /** The smallest box around all pixels, of which there is at least one. */
    LabeledBox box(int classId) {
        int x1 = side;
        int y1 = side;
        int x2 = 0;
        int y2 = 0;
        for (int i = pixels.nextSetBit(0); i >= 0; i = pixels.nextSetBit(i + 1)) {
            x1 = Math.min(x1, i % side);
            y1 = Math.min(y1, i / side);
            x2 = Math.max(x2, i % side + 1);
            y2 = Math.max(y2, i / side + 1);
        }
        return LabeledBox.ofCorners(classId, x1, y1, x2, y2);
    }
}
