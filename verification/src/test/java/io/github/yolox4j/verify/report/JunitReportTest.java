package io.github.yolox4j.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.verify.Report;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JunitReportTest {

    @Test
    void counts_stand_in_the_suite_and_in_the_whole() throws Exception {
        Document xml = parsed(SampleReport.OF_EVERYTHING);

        for (String element : List.of("testsuites", "testsuite")) {
            Element suite = only(xml, element);
            assertThat(suite.getAttribute("tests")).isEqualTo("5");
            assertThat(suite.getAttribute("failures")).isEqualTo("1");
            assertThat(suite.getAttribute("errors")).isEqualTo("2");
            assertThat(suite.getAttribute("skipped")).isEqualTo("1");
            assertThat(suite.getAttribute("time")).isEqualTo("0.750");
        }
        assertThat(only(xml, "testsuite").getAttribute("name")).isEqualTo("folder");
        assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(5);
        assertThat(only(xml, "property").getAttribute("name")).isEqualTo("engine");
        assertThat(only(xml, "property").getAttribute("value")).isEqualTo("samediff");
    }

    @Test
    void a_case_is_a_test_of_its_kind() throws Exception {
        Element first = (Element) parsed(SampleReport.OF_EVERYTHING)
                .getElementsByTagName("testcase")
                .item(0);

        assertThat(first.getAttribute("name")).isEqualTo("a");
        assertThat(first.getAttribute("classname")).isEqualTo("yolox4j.k");
        assertThat(first.getElementsByTagName("failure").getLength()).isZero();
        assertThat(first.getTextContent()).contains("data: a.npz", "ap is 0.5, expected 0.5 within 1.0E-9");
    }

    @Test
    void only_what_did_not_hold_is_a_failure() throws Exception {
        Element failure = only(parsed(SampleReport.OF_EVERYTHING), "failure");

        assertThat(failure.getAttribute("message")).startsWith("ar is NaN, expected 0.5");
        assertThat(failure.getTextContent().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("ar is NaN"))
                .anyMatch(line -> line.contains("rows: none"));
    }

    @Test
    void what_was_not_run_is_no_success() throws Exception {
        Document xml = parsed(SampleReport.OF_EVERYTHING);

        Element broken = (Element) xml.getElementsByTagName("error").item(0);
        assertThat(broken.getAttribute("message")).isEqualTo("no such file");
        Element unsupported = (Element) xml.getElementsByTagName("error").item(1);
        assertThat(unsupported.getAttribute("type")).isEqualTo("not supported yet");
        assertThat(only(xml, "skipped").getAttribute("message")).isEqualTo("no checker");
    }

    @Test
    void text_of_foreign_files_stays_text() throws Exception {
        String hostile = "]]></failure><a b=\"'&amp;\u0000\u001b[31m\uD800 \uD83D\uDE00";
        Report report = Report.of(hostile, List.of(CaseResult.failed(hostile, hostile, hostile, 0)))
                .withFact(hostile, hostile);

        Document xml = parsed(report);

        String shown = hostile.replaceAll("[\u0000\u001b]", "\uFFFD").replace("\uD800 ", "\uFFFD ");
        assertThat(only(xml, "testcase").getAttribute("name")).isEqualTo(shown);
        assertThat(only(xml, "error").getTextContent()).isEqualTo(shown);
        assertThat(only(xml, "property").getAttribute("value")).isEqualTo(shown);
    }

    private static Element only(Document xml, String element) {
        assertThat(xml.getElementsByTagName(element).getLength()).as(element).isEqualTo(1);
        return (Element) xml.getElementsByTagName(element).item(0);
    }

    private static Document parsed(Report report) throws Exception {
        byte[] bytes = JunitReport.of(report).getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }
}
