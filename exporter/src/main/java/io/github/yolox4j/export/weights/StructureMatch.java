package io.github.yolox4j.export.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the convolutions of one network in another by structure alone: by colour refinement. A convolution's colour is
 * what it is by itself at first; then, again and again, its colour with those of the convolutions that feed it and of
 * those that it feeds, until no two that differ somewhere have the same. This is the one-dimensional algorithm of
 * Weisfeiler and Leman.
 */
final class StructureMatch {

    private final Map<List<Object>, Integer> colours = new HashMap<>();

    private StructureMatch() {}

    /**
     * The name of each convolution of {@code file} in {@code network}.
     *
     * @return empty if the two are not wired alike
     */
    static Optional<List<String>> names(Wiring file, Wiring network) {
        StructureMatch match = new StructureMatch();
        List<Integer> ofFile = match.first(file);
        List<Integer> ofNetwork = match.first(network);
        int distinct = 0;
        while (new HashSet<>(ofNetwork).size() > distinct) {
            distinct = new HashSet<>(ofNetwork).size();
            ofFile = match.next(file, ofFile);
            ofNetwork = match.next(network, ofNetwork);
        }
        Map<Integer, String> nameOfColour = new HashMap<>();
        for (int i = 0; i < network.size(); i++) {
            nameOfColour.put(ofNetwork.get(i), network.names().get(i));
        }
        boolean same = distinct == network.size() && Set.copyOf(ofFile).equals(Set.copyOf(ofNetwork));
        return same && file.size() == network.size()
                ? Optional.of(ofFile.stream().map(nameOfColour::get).toList())
                : Optional.empty();
    }

    private List<Integer> first(Wiring wiring) {
        return wiring.kinds().stream().map(kind -> colour(List.of(kind))).toList();
    }

    private List<Integer> next(Wiring wiring, List<Integer> now) {
        List<List<Integer>> feeding = new ArrayList<>();
        List<List<Integer>> fed = new ArrayList<>();
        for (int i = 0; i < wiring.size(); i++) {
            feeding.add(new ArrayList<>());
            fed.add(new ArrayList<>());
        }
        for (int i = 0; i < wiring.size(); i++) {
            for (int source : wiring.sources().get(i)) {
                feeding.get(i).add(now.get(source));
                fed.get(source).add(now.get(i));
            }
        }
        List<Integer> next = new ArrayList<>();
        for (int i = 0; i < wiring.size(); i++) {
            next.add(colour(List.of(
                    now.get(i),
                    feeding.get(i).stream().sorted().toList(),
                    fed.get(i).stream().sorted().toList())));
        }
        return next;
    }

    /** The same for equal marks, in whichever network. */
    private int colour(List<Object> marks) {
        return colours.computeIfAbsent(marks, key -> colours.size());
    }
}
