package io.github.yolox4j.verify.report;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A text of nested elements, well-formed as XML. Whatever is put in as text or attribute comes out as such: it
 * is escaped, and characters that XML has no place for become U+FFFD.
 */
public final class Markup {

    private static final String NO_CHARACTER = "\uFFFD";

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter out;

    private Markup() {
        try {
            out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Step {
        void write() throws XMLStreamException;
    }

    static Markup xml() {
        Markup xml = new Markup();
        return xml.line(() -> xml.out.writeStartDocument("UTF-8", "1.0"));
    }

    /**
     * Begins a web page: its head, and in its body the title. {@link #endPage} ends it.
     *
     * @param style in CSS
     */
    public static Markup page(String title, String style) {
        Markup page = new Markup();
        page.line(() -> page.out.writeDTD("<!DOCTYPE html>"))
                .open("html", "lang", "en")
                .text("\n");
        page.open("head").text("\n").empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width");
        page.element("title", title).element("style", style).close();
        return page.open("body").text("\n").element("h1", title);
    }

    /** Ends a {@link #page}, of which everything else is closed; the text of the file, in UTF-8. */
    public String endPage() {
        return close().close().toString();
    }

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn
     */
    public Markup open(String element, String... attributes) {
        return step(() -> {
            out.writeStartElement(element);
            attributes(attributes);
        });
    }

    /** An element without content, such as {@code meta}. */
    public Markup empty(String element, String... attributes) {
        return line(() -> {
            out.writeEmptyElement(element);
            attributes(attributes);
        });
    }

    /** An element that holds a text. */
    public Markup element(String element, String content, String... attributes) {
        return open(element, attributes).text(content).close();
    }

    /** Text, as it stands. */
    public Markup text(String content) {
        return step(() -> out.writeCharacters(legal(content)));
    }

    /** Closes the element opened last. */
    public Markup close() {
        return line(out::writeEndElement);
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            out.writeAttribute(attributes[i], legal(attributes[i + 1]));
        }
    }

    private Markup line(Step step) {
        return step(step).step(() -> out.writeCharacters("\n"));
    }

    private Markup step(Step step) {
        try {
            step.write();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // a string has room for everything
        }
    }

    private static String legal(String content) {
        StringBuilder legal = new StringBuilder();
        content.codePoints().forEach(c -> {
            boolean known =
                    c >= 0x20 && c <= 0xD7FF || c == '\t' || c == '\n' || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
            legal.append(known ? Character.toString(c) : NO_CHARACTER);
        });
        return legal.toString();
    }

    @Override
    public String toString() {
        step(out::flush);
        return text.toString();
    }
}
