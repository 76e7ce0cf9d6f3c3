package io.github.yolox4j.train.data.coco;

import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The categories of COCO's file. The root category that Roboflow puts above the others, and to which no annotation
 * refers, is left out; categories of one name are one class.
 *
 * @param names by the category's id as it stands in the file, in the order of the ids
 */
record CocoCategories(Map<String, String> names) {

    private record Category(String where, String id, String name, Optional<String> above) {}

    static CocoCategories of(CocoFile file, String path, Findings findings) throws IOException {
        Map<String, Category> byId = new LinkedHashMap<>();
        for (CocoFile.Entry entry : file.categories()) {
            Optional<String> id = entry.value("id").id();
            Optional<String> name =
                    entry.value("name").text().map(String::strip).filter(text -> !text.isEmpty());
            if (id.isEmpty() || name.isEmpty()) {
                throw new IOException(entry.where() + ": every category needs 'id' and 'name', got id "
                        + id.orElse("null") + " and name " + name.orElse("null"));
            }
            Optional<String> above = entry.value("supercategory").isGiven()
                    ? entry.value("supercategory").text()
                    : Optional.empty();
            Category before = byId.put(id.get(), new Category(entry.where(), id.get(), name.get(), above));
            if (before != null) {
                throw new IOException(entry.where() + ": category id " + id.get() + " occurs twice, as '"
                        + before.name() + "' and '" + name.get() + "'");
            }
        }
        if (byId.isEmpty()) {
            throw new IOException(path + ": 'categories' is empty");
        }
        List<Category> categories = withoutRoot(new ArrayList<>(byId.values()), used(file), findings);
        categories.sort(Comparator.comparing(
                (Category category) -> number(category.id()).orElse(Integer.MAX_VALUE)));
        return new CocoCategories(named(categories, findings));
    }

    private static Map<String, String> named(List<Category> categories, Findings findings) throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        for (Category category : categories) {
            if (names.containsValue(category.name())) {
                findings.tell(
                        ProblemKind.SAME_NAME,
                        category.where() + ": category " + category.id() + " has the name '" + category.name()
                                + "' of another; both are one class");
            }
            names.put(category.id(), category.name());
        }
        return names;
    }

    private static Set<String> used(CocoFile file) {
        Set<String> used = new LinkedHashSet<>();
        for (CocoFile.Entry annotation : file.annotations()) {
            CocoValue category = annotation.value("category_id");
            if (category.isGiven() && !category.node().isContainerNode()) {
                used.add(category.node().asText());
            }
        }
        return used;
    }

    /** A root stands above all others by its name, and itself below none. */
    private static List<Category> withoutRoot(List<Category> categories, Set<String> used, Findings findings)
            throws IOException {
        for (Category root : categories) {
            List<Category> others = categories.stream()
                    .filter(other -> !other.id().equals(root.id()))
                    .toList();
            boolean isTop = root.above()
                    .map(above -> above.isBlank() || above.equalsIgnoreCase("none"))
                    .orElse(true);
            boolean isAboveAll = others.stream().allMatch(other -> other.above().equals(Optional.of(root.name())));
            if (!used.contains(root.id()) && !others.isEmpty() && isTop && isAboveAll) {
                findings.tell(
                        ProblemKind.ROOT_CATEGORY,
                        root.where() + ": category " + root.id() + " '" + root.name()
                                + "' stands above the others and marks nothing; it is no class");
                return new ArrayList<>(others);
            }
        }
        return categories;
    }

    /** The classes: each name once. */
    List<String> classes() {
        return names.values().stream().distinct().toList();
    }

    /** The file's own number of each of these classes; one without gets a number that no other has. */
    List<Integer> numbers(List<String> classes) {
        Map<String, Integer> own = new LinkedHashMap<>();
        names.forEach((id, name) -> number(id).ifPresent(number -> own.putIfAbsent(name, number)));
        int free = own.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<Integer> numbers = new ArrayList<>();
        for (String name : classes) {
            Integer number = own.get(name);
            if (number == null) {
                free = Math.max(0, free) + 1;
            }
            numbers.add(number == null ? free : number);
        }
        return numbers;
    }

    private static Optional<Integer> number(String id) {
        return id.matches("-?\\d{1,9}") ? Optional.of(Integer.valueOf(id)) : Optional.empty();
    }
}
