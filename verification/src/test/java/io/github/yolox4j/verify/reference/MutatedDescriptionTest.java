package io.github.yolox4j.verify.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.testkit.check.CaseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every entry of a case's description in turn missing, of another type, or out of any range: there is a verdict, in
 * words.
 */
class MutatedDescriptionTest {

    private static final List<String> VALUES =
            List.of("null", "-1", "0", "1e308", "9007199254740993", "1e19", "\"x\"", "[]");

    /** Entries of long lists are alike. */
    private static final int ENTRIES = 2;

    /** Without these no case has a name; that the whole folder is refused is tested elsewhere. */
    private static final Set<String> REQUIRED = Set.of("name", "kind", "file");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({
        "losses, box/yolov5_ciou__near",
        "losses, box/author_wiou_v3__near",
        "losses, score/yolov5_focal_g15",
        "losses, score/yolov5_bce_blur",
        "losses, score/mmdet_dfl",
        "detector, schedule/yoloxwarmcos",
        "detector, schedule/multistep",
        "detector, head/one_class",
    })
    void damage_to_a_description_is_said_in_words(String suite, String name) throws IOException {
        WrittenFolder folder = WrittenFolder.copied(temporary, suite, name);
        ObjectNode whole = folder.description().deepCopy();
        for (String pointer : pointers(whole, "")) {
            for (String value : VALUES) {
                assertSaid(folder, whole, pointer, JSON.readTree(value));
            }
            assertSaid(folder, whole, pointer, null);
        }
    }

    @ParameterizedTest
    @CsvSource({"plain", "crowds"})
    void damage_to_a_file_of_coco_is_said_in_words(String name) throws IOException {
        WrittenFolder folder = WrittenFolder.copied(temporary, "coco", name);
        Path file = temporary.resolve(name + ".json");
        ObjectNode whole = (ObjectNode) JSON.readTree(file.toFile());
        for (String pointer : pointers(whole, "")) {
            for (String value : VALUES) {
                ObjectNode damaged = whole.deepCopy();
                put(damaged, pointer, JSON.readTree(value));
                Files.write(file, JSON.writeValueAsBytes(damaged));
                assertInWords(folder.runOnly(), pointer, value);
            }
        }
    }

    private static void assertSaid(WrittenFolder folder, ObjectNode whole, String pointer, JsonNode value)
            throws IOException {
        ObjectNode description = folder.description();
        description.removeAll();
        description.setAll(whole.deepCopy());
        put(description, pointer, value);
        assertInWords(folder.runOnly(), pointer, String.valueOf(value));
    }

    private static void assertInWords(CaseResult result, String pointer, String value) {
        assertThat(result.line())
                .as(pointer + " = " + value)
                .doesNotContain("Exception", "Error", "null pointer")
                .doesNotEndWith("): null");
    }

    private static List<String> pointers(JsonNode node, String at) {
        List<String> found = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(key -> {
                if (!REQUIRED.contains(key) || !at.isEmpty()) {
                    found.add(at + "/" + key);
                    found.addAll(pointers(object.get(key), at + "/" + key));
                }
            });
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < Math.min(ENTRIES, list.size()); i++) {
                found.add(at + "/" + i);
                found.addAll(pointers(list.get(i), at + "/" + i));
            }
        }
        return found;
    }

    private static void put(JsonNode root, String pointer, JsonNode value) {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = root.at(pointer.substring(0, slash));
        String key = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object) {
            if (value == null) {
                object.remove(key);
            } else {
                object.set(key, value);
            }
        } else if (value == null) {
            ((ArrayNode) parent).remove(Integer.parseInt(key));
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(key), value);
        }
    }
}
