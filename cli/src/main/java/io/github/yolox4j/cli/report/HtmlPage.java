package io.github.yolox4j.cli.report;

import io.github.yolox4j.detection.file.WholeFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** A web page in one file: pictures are part of it, and nothing is fetched. */
public final class HtmlPage {

    private static final String STYLE =
            "body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:78em;padding:0 1em;color:#222}"
                    + "h1{margin-bottom:.2em}h2{margin-top:1.8em;border-bottom:1px solid #ccc}img{max-width:100%;height:auto;margin:.3em .3em .3em 0}"
                    + "table{border-collapse:collapse;margin:.6em 0}th,td{padding:.2em .8em;border-bottom:1px solid #e4e4e4;text-align:right}"
                    + "th:first-child,td:first-child{text-align:left}pre{background:#f6f6f6;padding:.8em;overflow:auto}";

    private final StringBuilder body = new StringBuilder();
    private final String title;

    HtmlPage(String title) {
        this.title = title;
        body.append("<h1>").append(escaped(title)).append("</h1>\n");
    }

    HtmlPage section(String heading) {
        body.append("<h2>").append(escaped(heading)).append("</h2>\n");
        return this;
    }

    HtmlPage paragraph(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    /** A text as it stands. */
    HtmlPage verbatim(String text) {
        body.append("<pre>").append(escaped(text)).append("</pre>\n");
        return this;
    }

    /** A table; every row has as many fields as the header. */
    HtmlPage table(List<String> header, List<List<String>> rows) {
        body.append("<table>\n");
        row("th", header);
        rows.forEach(row -> row("td", row));
        body.append("</table>\n");
        return this;
    }

    private void row(String tag, List<String> fields) {
        body.append("<tr>");
        fields.forEach(field -> body.append('<')
                .append(tag)
                .append('>')
                .append(escaped(field))
                .append("</")
                .append(tag)
                .append('>'));
        body.append("</tr>\n");
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
        body.append("<img alt=\"")
                .append(escaped(description))
                .append("\" src=\"data:image/")
                .append(format)
                .append(";base64,")
                .append(Base64.getEncoder().encodeToString(Pictures.bytes(format, picture)))
                .append("\">\n");
        return this;
    }

    void write(Path file) throws IOException {
        WholeFile.writeText(file, this.toString());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + escaped(title)
                + "</title>\n<style>" + STYLE + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
    }
}
