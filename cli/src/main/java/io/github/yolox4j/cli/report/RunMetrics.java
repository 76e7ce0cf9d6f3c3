package io.github.yolox4j.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The course of a training run, from the {@code metrics.csv} in its folder.
 *
 * @param name of the run's folder
 * @param columns their names
 * @param epochs one line each, as many texts as columns; empty where nothing was measured
 */
public record RunMetrics(String name, List<String> columns, List<List<String>> epochs) {

    private static final String FILE = "metrics.csv";

    /** Reads the course of a run; every line has as many values as the header. */
    public static RunMetrics read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new IOException(folder + " does not contain a training run: there is no " + FILE);
        }
        List<String> lines = Files.readAllLines(file);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            List<String> row = List.of(lines.get(i).split(",", -1));
            if (row.size() != lines.get(0).split(",", -1).length) {
                throw new IOException(
                        file + ", line " + (i + 1) + ": expected as many values as in the header, got " + row.size());
            }
            rows.add(row);
        }
        if (rows.size() < 2) {
            throw new IOException(file + ": no epoch in it");
        }
        return new RunMetrics(
                folder.toAbsolutePath().normalize().getFileName().toString(),
                rows.get(0),
                rows.subList(1, rows.size()));
    }

    /** A column's numbers over the epochs that have one. */
    public Curve curve(String column) throws IOException {
        int at = columns.indexOf(column);
        if (at < 0) {
            throw new IOException(
                    "run " + name + " has no column '" + column + "'; it has " + String.join(", ", columns));
        }
        List<Double> done = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int epoch = 0; epoch < epochs.size(); epoch++) {
            String text = epochs.get(epoch).get(at);
            if (!text.isEmpty()) {
                done.add(epoch + 1.0);
                values.add(number(column, epoch, text));
            }
        }
        return new Curve(done, values);
    }

    private double number(String column, int epoch, String text) throws IOException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IOException(
                    "run " + name + ", epoch " + epoch + ": " + column + " must be a number, is '" + text + "'", e);
        }
    }

    /** Points of a line: how many epochs were done, and what was measured then. */
    public record Curve(List<Double> epochs, List<Double> values) {}
}
