package io.github.yolox4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of manifests. */
class ManifestSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    @Test
    void the_schema_is_one() throws IOException {
        JsonSchema ofSchemas = SCHEMAS.getSchema(SchemaLocation.of(VersionFlag.V202012.getId()));
        assertThat(ofSchemas.validate(resource("manifest.schema.json"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"losses", "formulas", "detector", "coco"})
    void shipped_manifests_satisfy_it(String suite) throws IOException {
        assertThat(complaints(resource(suite + "/manifest.json"))).isEmpty();
    }

    @Test
    void the_example_of_the_description_satisfies_it() throws IOException {
        String page = Files.readString(Path.of("../docs/golden-format.md"));
        int start = page.indexOf("```json\n") + "```json\n".length();
        assertThat(complaints(JSON.readTree(page.substring(start, page.indexOf("```", start)))))
                .isEmpty();
    }

    @Test
    void a_kind_that_nobody_knows_yet_satisfies_it() throws IOException {
        assertThat(complaints(
                        JSON.readTree("{\"cases\": [{\"name\": \"a\", \"kind\": \"new\", \"file\": \"a.npz\"}]}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "losses; 0; kind; 7",
                "losses; 0; name; missing",
                "losses; 0; file; '\"../a.npz\"'",
                "losses; 0; file; '\"/a.npz\"'",
                "losses; 0; file; '\"a/../../b.npz\"'",
                "losses; 0; tolerance; -1",
                "losses; 0; tolerance; '\"small\"'",
                "losses; 0; arrays; '{\"pred\": {\"shape\": [2, -4], \"dtype\": \"float64\"}}'",
                "losses; 0; arrays; '{\"pred\": {\"shape\": [2, 4], \"dtype\": \"complex128\"}}'",
                "losses; 0; arrays; '{\"pred\": [2, 4]}'",
                "losses; 0; loss; missing",
                "losses; 0; source; missing",
                "losses; 0; params; '{\"eps\": \"tiny\"}'",
                "losses; 0; tolerance_rule; '\"all equal\"'",
                "detector; 0; classes; 2000000000",
                "detector; 0; weights; '{\"kind\": \"random\"}'",
                "detector; 0; size; 1",
            })
    void a_manifest_that_is_wrong_in_one_place_does_not(String suite, int index, String key, String value)
            throws IOException {
        ObjectNode manifest = (ObjectNode) resource(suite + "/manifest.json");
        ObjectNode first = (ObjectNode) manifest.get("cases").get(index);
        if (value.equals("missing")) {
            first.remove(key);
        } else {
            first.set(key, JSON.readTree(value));
        }
        ArrayNode only = JSON.createArrayNode().add(first);
        manifest.set("cases", only);

        assertThat(complaints(manifest))
                .isNotEmpty()
                .allMatch(
                        complaint -> complaint.getInstanceLocation().toString().startsWith("$.cases[0]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"cases\": []}", "{\"cases\": {}}", "{\"format\": 2, \"cases\": [{}]}"})
    void what_is_no_manifest_does_not(String text) throws IOException {
        assertThat(complaints(JSON.readTree(text))).isNotEmpty();
    }

    private static Set<ValidationMessage> complaints(JsonNode manifest) throws IOException {
        return SCHEMAS.getSchema(resource("manifest.schema.json")).validate(manifest);
    }

    private static JsonNode resource(String name) throws IOException {
        try (InputStream in = GoldenFolder.class.getResourceAsStream("/golden/" + name)) {
            return JSON.readTree(in);
        }
    }
}
