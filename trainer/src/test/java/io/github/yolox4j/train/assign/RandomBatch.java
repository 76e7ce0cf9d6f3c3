package io.github.yolox4j.train.assign;

import io.github.yolox4j.detection.decode.AnchorGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Predictions and objects of every kind: empty and crowded images, tiny and huge boxes, boxes and objects that are all
 * alike, centres on the rims of cells and outside of the image, saturated logits.
 */
public final class RandomBatch {

    private final float[] rows;
    private final List<List<TargetObject>> objects;

    public RandomBatch(float[] rows, List<List<TargetObject>> objects) {
        this.rows = rows;
        this.objects = objects;
    }

    /** Of the YOLOX head, {@code [batch, anchors, 5 + classes]}. */
    public float[] rows() {
        return rows;
    }

    public List<List<TargetObject>> objects() {
        return objects;
    }

    private static final int MOST = 120;

    public static RandomBatch of(long seed, AnchorGrid grid, int batch, int classes) {
        Random random = new Random(seed);
        float[] logits = new float[batch * grid.size() * (5 + classes)];
        float spread = new float[] {0, 0.3f, 1, 3, 30}[random.nextInt(5)];
        boolean sharesScores = random.nextInt(3) == 0;
        for (int i = 0; i < logits.length; i++) {
            int channel = i % (5 + classes);
            boolean isBox = channel < 4;
            if (isBox) {
                logits[i] = (float) (Math.min(spread, 3) * random.nextGaussian()) + (channel < 2 ? 0.5f : 0.7f);
            } else {
                logits[i] = sharesScores ? -4.6f : (float) (spread * random.nextGaussian());
            }
        }
        List<List<TargetObject>> objects = new ArrayList<>();
        for (int image = 0; image < batch; image++) {
            objects.add(objects(random, grid, classes));
        }
        return new RandomBatch(logits, objects);
    }

    private static List<TargetObject> objects(Random random, AnchorGrid grid, int classes) {
        int count =
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> 60 + random.nextInt(MOST - 59);
                    default -> 1 + random.nextInt(8);
                };
        boolean onRims = random.nextInt(3) == 0;
        boolean alike = random.nextInt(4) == 0;
        List<TargetObject> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (alike && i > 0 && random.nextBoolean()) {
                objects.add(objects.get(random.nextInt(i)));
                continue;
            }
            double x = grid.width() * (1.2 * random.nextDouble() - 0.1);
            double y = grid.height() * (1.2 * random.nextDouble() - 0.1);
            objects.add(new TargetObject(
                    random.nextInt(classes),
                    onRims ? 4 * Math.rint(x / 4) : x,
                    onRims ? 4 * Math.rint(y / 4) : y,
                    side(random, grid.width()),
                    side(random, grid.height())));
        }
        return objects;
    }

    private static double side(Random random, int most) {
        return switch (random.nextInt(4)) {
            case 0 -> 0.5 + 2 * random.nextDouble();
            case 1 -> most * (1 + random.nextDouble());
            case 2 -> 16;
            default -> 4 + most * random.nextDouble() / 2;
        };
    }
}
