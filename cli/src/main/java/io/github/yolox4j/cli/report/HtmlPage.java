package io.github.yolox4j.cli.report;

import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.verify.report.Markup;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** A web page in one file: pictures are part of it, and nothing is fetched. */
public final class HtmlPage {

    private static final String STYLE =
            """
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 78em; padding: 0 1em; color: #222; }
            h1 { margin-bottom: .2em; }
            h2 { margin-top: 1.8em; border-bottom: 1px solid #ccc; }
            img { max-width: 100%; height: auto; margin: .3em .3em .3em 0; }
            table { border-collapse: collapse; margin: .6em 0; }
            th, td { padding: .2em .8em; border-bottom: 1px solid #e4e4e4; text-align: right; }
            th:first-child, td:first-child { text-align: left; }
            pre { background: #f6f6f6; padding: .8em; overflow: auto; }
            """;

    private final Markup page;

    HtmlPage(String title) {
        page = Markup.page(title, STYLE);
    }

    HtmlPage section(String heading) {
        page.element("h2", heading);
        return this;
    }

    HtmlPage paragraph(String text) {
        page.element("p", text);
        return this;
    }

    /** A text as it stands. */
    HtmlPage verbatim(String text) {
        page.element("pre", text);
        return this;
    }

    /** A table; every row has as many fields as the header. */
    HtmlPage table(List<String> header, List<List<String>> rows) {
        page.open("table").text("\n");
        row("th", header);
        rows.forEach(row -> row("td", row));
        page.close();
        return this;
    }

    private void row(String tag, List<String> fields) {
        page.open("tr");
        fields.forEach(field -> page.element(tag, field));
        page.close();
    }

    /** A drawing, exact to the pixel. */
    HtmlPage picture(BufferedImage picture, String description) {
        return image("png", picture, description);
    }

    /** A picture of photographs, which are smaller so. */
    HtmlPage photographs(BufferedImage picture, String description) {
        return image("jpeg", picture, description);
    }

    private HtmlPage image(String format, BufferedImage picture, String description) {
        String data = Base64.getEncoder().encodeToString(Pictures.bytes(format, picture));
        page.empty("img", "alt", description, "src", "data:image/" + format + ";base64," + data);
        return this;
    }

    void write(Path file) throws IOException {
        WholeFile.writeText(file, page.endPage());
    }
}
