package io.github.yolox4j.train.data;

import io.github.yolox4j.model.text.NearestNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which classes of a dataset count, and which of them are one. Renamings come first, one after the other where the
 * target of one is the source of another; then objects of classes that are not kept are left out. A pure function of
 * the dataset.
 *
 * @param kept names after the renamings, in the order of the new class ids; empty for all, in the dataset's order
 * @param renamings from the class as annotated to the class it becomes, which need not be annotated itself
 * @param emptied what becomes of images that lose all their objects
 */
public record ClassSelection(List<String> kept, Map<String, String> renamings, EmptiedImages emptied) {

    /** Every class as it is annotated. */
    public static final ClassSelection ALL = new ClassSelection(List.of(), Map.of(), EmptiedImages.BACKGROUND);

    private static final int SUGGESTIONS = 3;

    public ClassSelection {
        kept = List.copyOf(kept);
        renamings = Collections.unmodifiableMap(new LinkedHashMap<>(renamings));
        Set<String> once = new HashSet<>();
        for (String name : kept) {
            if (!once.add(name)) {
                throw new IllegalArgumentException("class '" + name + "' is kept twice in " + kept);
            }
        }
        for (String from : renamings.keySet()) {
            String target = target(renamings, from);
            if (kept.contains(from)) {
                throw new IllegalArgumentException(
                        "class '" + from + "' is renamed to '" + target + "', so it cannot be kept: " + kept);
            }
            if (!kept.isEmpty() && !kept.contains(target)) {
                throw new IllegalArgumentException("class '" + from + "' is renamed to '" + target
                        + "', which is not among the kept classes; " + nearest(target, kept));
            }
        }
    }

    /** A subset of the classes, in this order. */
    public static ClassSelection keeping(String... names) {
        return new ClassSelection(List.of(names), Map.of(), EmptiedImages.BACKGROUND);
    }

    /**
     * The same with more renamings, each as {@code FROM=TO}.
     *
     * @throws IllegalArgumentException if one is not of that form, or a class has two
     */
    public ClassSelection renaming(String... pairs) {
        Map<String, String> more = new LinkedHashMap<>(renamings);
        for (String pair : pairs) {
            String[] names = pair.split("=", -1);
            if (names.length != 2 || names[0].isBlank() || names[1].isBlank()) {
                throw new IllegalArgumentException("a renaming must be CLASS=CLASS, as in van=car, got '" + pair + "'");
            }
            String from = names[0].strip();
            String to = names[1].strip();
            String other = more.putIfAbsent(from, to);
            if (other != null) {
                throw new IllegalArgumentException(
                        "class '" + from + "' cannot become both '" + other + "' and '" + to + "'");
            }
        }
        return new ClassSelection(kept, more, emptied);
    }

    public ClassSelection withEmptied(EmptiedImages other) {
        return new ClassSelection(kept, renamings, other);
    }

    /** Whether datasets stay as they are. */
    public boolean isAll() {
        return kept.isEmpty() && renamings.isEmpty();
    }

    /** The class that objects of a class count as, whether that is kept or not. */
    public String targetOf(String name) {
        return target(renamings, name);
    }

    /**
     * The dataset with these classes only.
     *
     * @throws IllegalArgumentException if a class that is kept or renamed is not one of the dataset's; the message has
     *     the nearest
     */
    public Dataset apply(Dataset dataset) {
        return select(dataset).dataset();
    }

    /** The same as {@link #apply}, with the number of boxes that it was about. */
    public SelectedClasses select(Dataset dataset) {
        requireKnown(dataset.classes());
        return selected(dataset, classes(dataset.classes()));
    }

    /**
     * The splits of one dataset with these classes only, equally numbered unless all classes are to stay. A class need
     * not be in every split's list.
     *
     * @throws IllegalArgumentException if a class that is kept or renamed is in none of them; the message has the
     *     nearest
     */
    public Map<String, SelectedClasses> select(Map<String, Dataset> splits) {
        Map<String, SelectedClasses> selected = new LinkedHashMap<>();
        if (isAll()) {
            splits.forEach((split, dataset) -> selected.put(split, SelectedClasses.unchanged(dataset)));
            return selected;
        }
        Set<String> union = new LinkedHashSet<>();
        splits.values().forEach(dataset -> union.addAll(dataset.classes()));
        List<String> names = List.copyOf(union);
        requireKnown(names);
        splits.forEach((split, dataset) -> selected.put(split, selected(dataset.numberedBy(names), classes(names))));
        return selected;
    }

    private void requireKnown(List<String> names) {
        renamings.forEach((from, to) -> {
            if (!names.contains(from) && !renamings.containsValue(from)) {
                throw new IllegalArgumentException(
                        "unknown class '" + from + "' in " + from + "=" + to + "; " + nearest(from, names));
            }
        });
        List<String> possible = targetsOf(names);
        for (String name : kept) {
            if (!possible.contains(name)) {
                throw new IllegalArgumentException("unknown class '" + name + "'; " + nearest(name, possible));
            }
        }
    }

    private List<String> classes(List<String> names) {
        return kept.isEmpty() ? targetsOf(names) : kept;
    }

    private List<String> targetsOf(List<String> names) {
        return names.stream().map(name -> target(renamings, name)).distinct().toList();
    }

    private SelectedClasses selected(Dataset dataset, List<String> classes) {
        List<String> names = dataset.classes();
        List<String> becomes =
                names.stream().map(name -> target(renamings, name)).toList();
        Map<String, Integer> renamed = new LinkedHashMap<>();
        Map<String, Integer> dropped = new LinkedHashMap<>();
        List<Sample> samples = new ArrayList<>();
        int emptiedImages = 0;
        for (Sample sample : dataset.samples()) {
            List<LabeledBox> boxes = new ArrayList<>();
            for (LabeledBox box : sample.boxes()) {
                String name = names.get(box.classId());
                String target = becomes.get(box.classId());
                int id = classes.indexOf(target);
                if (id < 0) {
                    dropped.merge(name, 1, Integer::sum);
                    continue;
                }
                boxes.add(box.withClassId(id));
                if (!target.equals(name)) {
                    renamed.merge(name, 1, Integer::sum);
                }
            }
            boolean isEmptied = boxes.isEmpty() && !sample.boxes().isEmpty();
            emptiedImages += isEmptied ? 1 : 0;
            if (!isEmptied || emptied == EmptiedImages.BACKGROUND) {
                samples.add(sample.withBoxes(boxes));
            }
        }
        Dataset selected = new Dataset(classes, categoryIds(dataset, classes, becomes), samples);
        return new SelectedClasses(selected, renamed, dropped, emptiedImages);
    }

    /** The number that the annotation has for each class; for one it lacks, that of the first class that became it. */
    private static List<Integer> categoryIds(Dataset dataset, List<String> classes, List<String> becomes) {
        Map<String, Integer> idOf = new HashMap<>();
        for (int i = 0; i < becomes.size(); i++) {
            int id = dataset.categoryIds().get(i);
            if (becomes.get(i).equals(dataset.classes().get(i))) {
                idOf.put(becomes.get(i), id);
            } else {
                idOf.putIfAbsent(becomes.get(i), id);
            }
        }
        return classes.stream().map(idOf::get).toList();
    }

    private static String target(Map<String, String> targets, String name) {
        Set<String> way = new LinkedHashSet<>();
        String current = name;
        while (targets.containsKey(current)) {
            if (!way.add(current)) {
                throw new IllegalArgumentException(
                        "the renamings form a cycle: " + String.join(" -> ", way) + " -> " + current);
            }
            current = targets.get(current);
        }
        return current;
    }

    private static String nearest(String name, Collection<String> known) {
        return "nearest are " + String.join(", ", NearestNames.of(name, known, SUGGESTIONS)) + " (of " + known.size()
                + " classes)";
    }
}
