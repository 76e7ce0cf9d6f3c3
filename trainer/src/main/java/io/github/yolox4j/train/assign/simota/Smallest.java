package io.github.yolox4j.train.assign.simota;

/** The {@code k} smallest of the keys offered, rising; of equal keys the one of the lower index comes first. */
final class Smallest {

    private final double[] keys;
    private final int[] indices;
    private int count;

    Smallest(int k) {
        keys = new double[k];
        indices = new int[k];
    }

    void offer(double key, int index) {
        int at = count;
        while (at > 0 && comesBefore(key, index, at - 1)) {
            at--;
        }
        if (at == keys.length) {
            return;
        }
        int moved = Math.min(count, keys.length - 1) - at;
        System.arraycopy(keys, at, keys, at + 1, moved);
        System.arraycopy(indices, at, indices, at + 1, moved);
        keys[at] = key;
        indices[at] = index;
        count = Math.min(count + 1, keys.length);
    }

    private boolean comesBefore(double key, int index, int other) {
        return key < keys[other] || key == keys[other] && index < indices[other];
    }

    int count() {
        return count;
    }

    double key(int rank) {
        return keys[rank];
    }

    int index(int rank) {
        return indices[rank];
    }

    boolean isFull() {
        return count == keys.length;
    }

    double largestKey() {
        return keys[count - 1];
    }
}
