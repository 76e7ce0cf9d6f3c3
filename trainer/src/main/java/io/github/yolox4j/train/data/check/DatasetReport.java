package io.github.yolox4j.train.data.check;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.SelectedClasses;
import io.github.yolox4j.train.data.finding.Outcome;
import io.github.yolox4j.train.data.finding.Problem;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a check found.
 *
 * @param selected what could be read, by split, and what was left out of it on purpose
 * @param problems in the order in which they were met
 */
public record DatasetReport(Map<String, SelectedClasses> selected, List<Problem> problems) {

    public DatasetReport {
        selected = Collections.unmodifiableMap(new LinkedHashMap<>(selected));
        problems = List.copyOf(problems);
    }

    /** Whether training would refuse the dataset. */
    public boolean isRefused() {
        return count(Outcome.REFUSED) > 0;
    }

    /** How many problems have this outcome. */
    public long count(Outcome outcome) {
        return problems.stream().filter(problem -> problem.outcome() == outcome).count();
    }

    /** What could be read, by split. */
    public Map<String, Dataset> splits() {
        Map<String, Dataset> splits = new LinkedHashMap<>();
        selected.forEach((split, classes) -> splits.put(split, classes.dataset()));
        return splits;
    }

    /** How many problems there are of each kind that occurs, the worst kinds first. */
    public Map<ProblemKind, Integer> counts() {
        Map<ProblemKind, Integer> counts = new EnumMap<>(ProblemKind.class);
        problems.forEach(problem -> counts.merge(problem.kind(), 1, Integer::sum));
        return counts;
    }

    /** How many objects each class has in a split, in the order of the class ids. */
    public Map<String, Integer> histogram(String split) {
        Dataset dataset = selected.get(split).dataset();
        Map<String, Integer> counts = new LinkedHashMap<>();
        dataset.classes().forEach(name -> counts.put(name, 0));
        boxes(split).forEach(box -> counts.merge(dataset.classes().get(box.classId()), 1, Integer::sum));
        return counts;
    }

    /** All boxes of a split. */
    public Stream<LabeledBox> boxes(String split) {
        return selected.get(split).dataset().samples().stream().flatMap(sample -> sample.boxes().stream());
    }
}
