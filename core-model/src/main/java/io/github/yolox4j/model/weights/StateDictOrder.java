package io.github.yolox4j.model.weights;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The order of the reference state_dict, which is that of module registration: as a network is built, except that a
 * cross-stage layer registers its three convolutions before its bottlenecks, and the head its parts one after the other
 * instead of level by level.
 */
final class StateDictOrder implements Comparator<String> {

    private static final List<String> REGISTRATION = List.of(
            "conv1", "conv2", "conv3", "m", "cls_convs", "reg_convs", "cls_preds", "reg_preds", "obj_preds", "stems");

    private final Map<String, Integer> built;

    /** @param names in the order in which the network is built */
    StateDictOrder(List<String> names) {
        built = IntStream.range(0, names.size()).boxed().collect(Collectors.toMap(names::get, i -> i));
    }

    @Override
    public int compare(String a, String b) {
        String[] partsA = a.split("\\.");
        String[] partsB = b.split("\\.");
        int i = 0;
        while (i < partsA.length && i < partsB.length && partsA[i].equals(partsB[i])) {
            i++;
        }
        if (i < partsA.length && i < partsB.length) {
            int rankA = REGISTRATION.indexOf(partsA[i]);
            int rankB = REGISTRATION.indexOf(partsB[i]);
            if (rankA >= 0 && rankB >= 0) {
                return Integer.compare(rankA, rankB);
            }
        }
        return Integer.compare(built.get(a), built.get(b));
    }
}
