package io.github.yolox4j.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.verify.Report;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Pages are well-formed, so they can be read as XML here. */
class HtmlReportTest {

    @Test
    void the_verdict_stands_first() throws Exception {
        assertThat(banner(SampleReport.OF_EVERYTHING)).isEqualTo("Not passed: 3 of 5 cases");
        assertThat(banner(Report.of("folder", SampleReport.OF_EVERYTHING.cases().subList(0, 1))))
                .isEqualTo("Passed: every check holds");
    }

    @Test
    void every_case_has_a_line_and_every_check_one_behind_it() throws Exception {
        Document page = parsed(SampleReport.OF_EVERYTHING);

        Element cases = (Element) page.getElementsByTagName("table").item(2);
        assertThat(cases.getTextContent()).contains("a.npz (by hand)", "1.0E-9 of max(1, |expected|)", "beyond");
        NodeList checks = cases.getElementsByTagName("details");
        assertThat(checks.getLength()).isEqualTo(2);
        assertThat(((Element) checks.item(1)).getElementsByTagName("tr").getLength())
                .as("header and three checks")
                .isEqualTo(4);
        assertThat(checks.item(1).getTextContent()).contains("3 checks", "1, 1 beyond", "NaN", "rows: none");
    }

    @Test
    void what_did_not_pass_is_listed_with_its_reason() throws Exception {
        NodeList items = parsed(SampleReport.OF_EVERYTHING).getElementsByTagName("li");

        assertThat(items.getLength()).isEqualTo(3);
        assertThat(items.item(0).getTextContent()).startsWith("b (k) failed: ar is NaN, expected 0.5 within");
        assertThat(items.item(1).getTextContent()).startsWith("c (k) failed: no such");
        assertThat(items.item(2).getTextContent()).startsWith("d (k) not supported yet: not yet");
    }

    @Test
    void nothing_is_fetched_and_nothing_runs() {
        assertThat(HtmlReport.of(SampleReport.OF_EVERYTHING))
                .startsWith("<!DOCTYPE html>")
                .doesNotContain("http", "src=", "href=", "<script", "url(");
    }

    @Test
    void text_of_foreign_files_stays_text() throws Exception {
        String hostile = "</td></style><script>alert(1)</script>\" onload=\"x&lt;";
        Report report = Report.of(
                        hostile,
                        List.of(CaseResult.failed(hostile, hostile, hostile, 0)
                                .withData(hostile)
                                .withNote(hostile)))
                .withFact(hostile, hostile);

        String page = HtmlReport.of(report);

        assertThat(page).doesNotContain("<script", "</td></style>").contains("&lt;script&gt;alert(1)");
        assertThat(parsed(report).getElementsByTagName("script").getLength()).isZero();
        assertThat(parsed(report).getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("verify " + hostile);
    }

    private static String banner(Report report) throws Exception {
        return parsed(report).getElementsByTagName("p").item(0).getTextContent();
    }

    private static Document parsed(Report report) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(HtmlReport.of(report))));
    }
}
