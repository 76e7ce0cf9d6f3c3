package io.github.yolox4j.verify.report;

import io.github.yolox4j.testkit.check.Comparison;
import io.github.yolox4j.testkit.check.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A table of a page, cell by cell. */
final class Table {

    private final Markup page;
    private final int columns;

    private Table(Markup page, int columns) {
        this.page = page;
        this.columns = columns;
    }

    static Table begin(Markup page, List<String> columns) {
        page.open("table").text("\n").open("tr");
        columns.forEach(column -> page.element("th", column));
        page.close();
        return new Table(page, columns.size());
    }

    void end() {
        page.close();
    }

    Table beginRow() {
        page.open("tr").text("\n");
        return this;
    }

    void endRow() {
        page.close();
    }

    Table verdict(Verdict verdict) {
        page.element("td", verdict.toString(), "class", verdict == Verdict.PASSED ? "good" : style(verdict));
        return this;
    }

    private static String style(Verdict verdict) {
        return verdict == Verdict.LEFT_OUT ? "quiet" : "bad";
    }

    Table text(String text) {
        page.element("td", text);
        return this;
    }

    Table count(long number) {
        return number(String.format(Locale.ROOT, "%,d", number));
    }

    Table number(String number) {
        page.element("td", number, "class", "number");
        return this;
    }

    Table difference(double difference) {
        return number(difference == 0 ? "0" : String.format(Locale.ROOT, "%.2e", difference));
    }

    /** How much of a tolerance was used, as a number and a bar. */
    Table used(Optional<Comparison> comparison) {
        page.open("td", "class", "number");
        comparison.map(Comparison::shareOfTolerance).ifPresent(share -> {
            page.text(share > 1 ? "beyond" : String.format(Locale.ROOT, "%.3g %%", 100 * share));
            page.open("meter", "value", String.format(Locale.ROOT, "%.4f", Math.min(1, share)))
                    .close();
        });
        page.close();
        return this;
    }

    /** A row of its own below a row, over all columns. */
    Markup beginWide() {
        return page.open("tr", "class", "wide").open("td", "colspan", Integer.toString(columns));
    }

    void endWide() {
        page.close().close();
    }
}
