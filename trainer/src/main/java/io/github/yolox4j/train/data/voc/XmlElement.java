package io.github.yolox4j.train.data.voc;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of an XML file, with the line it starts on. Attributes, comments and namespaces are left out. Reading
 * never opens another file or address: a file with a document type declaration, and so any entity of its own, is
 * refused.
 */
final class XmlElement {

    private static final XMLInputFactory FACTORY = factory();

    private static final Pattern ENCODING = Pattern.compile("^\\W*<\\?xml[^>]*encoding\\s*=\\s*[\"']([\\w.:-]+)");
    private static final int LONGEST_DECLARATION = 200;

    private final String name;
    private final int line;
    private final List<XmlElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private XmlElement(String name, int line) {
        this.name = name;
        this.line = line;
    }

    static XmlElement read(Path file) throws IOException {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(decoded(file)));
            try {
                return root(reader, file);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
            throw new IOException(file + ":" + line + ": not well-formed XML: " + reason(e), e);
        }
    }

    /**
     * The file's characters, by the encoding that it declares, else UTF-8. The parser would do that itself, and print
     * what is wrong before it throws it.
     */
    private static String decoded(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String start = new String(bytes, 0, Math.min(bytes.length, LONGEST_DECLARATION), StandardCharsets.ISO_8859_1);
        boolean isUtf16 = start.startsWith("\u00fe\u00ff") || start.startsWith("\u00ff\u00fe");
        Matcher declared = ENCODING.matcher(start);
        String encoding = isUtf16 ? "UTF-16" : declared.find() ? declared.group(1) : "UTF-8";
        try {
            String text = Charset.forName(encoding)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not a " + encoding + " text file", e);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IOException(file + ":1: unknown encoding " + encoding, e);
        }
    }

    String name() {
        return name;
    }

    int line() {
        return line;
    }

    /** Its own characters without those of its children, trimmed. */
    String text() {
        return text.toString().trim();
    }

    Optional<XmlElement> child(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).findFirst();
    }

    List<XmlElement> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    private static XmlElement root(XMLStreamReader reader, Path file) throws XMLStreamException, IOException {
        Deque<XmlElement> open = new ArrayDeque<>();
        XmlElement root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    XmlElement element = new XmlElement(
                            reader.getLocalName(), reader.getLocation().getLineNumber());
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.peek().children.add(element);
                    }
                    open.push(element);
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> open.peek()
                        .text
                        .append(reader.getText());
                case XMLStreamConstants.DTD -> throw new IOException(file + ":"
                        + reader.getLocation().getLineNumber() + ": document type declarations are not accepted");
                default -> {
                    // Comments, spaces and instructions say nothing here.
                }
            }
        }
        return root;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        return factory;
    }

    /** The parser's message without the position that it repeats on a line of its own. */
    private static String reason(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        String marker = "Message: ";
        return message.substring(message.contains(marker) ? message.indexOf(marker) + marker.length() : 0)
                .replaceAll("\\s+", " ");
    }
}
