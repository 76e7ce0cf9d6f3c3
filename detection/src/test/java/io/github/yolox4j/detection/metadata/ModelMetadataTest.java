package io.github.yolox4j.detection.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelMetadataTest {

    private final ModelMetadata metadata = ModelMetadata.ofDetector(
            List.of("RBC", "it's", "say \"x\"", "back\\slash", "two\nlines", ""),
            256,
            320,
            ModelMetadata.Form.RAW,
            "box=iou, objectness=bce, class=bce");

    @Test
    void facts_survive_the_file() {
        assertThat(ModelMetadata.of(metadata.toMap())).isEqualTo(metadata);
    }

    @Test
    void selection_preprocessing_and_origin_survive_the_file() {
        ModelMetadata selecting = metadata.withForm(
                        ModelMetadata.Form.DETECTIONS,
                        Optional.of(new Selection(0.25, 0.5, 7)),
                        Preprocessing.yolox().inFile(Preprocessing.ColorOrder.RGB))
                .withOrigin("nano, 12 epochs", "00ff");

        assertThat(ModelMetadata.of(selecting.toMap())).isEqualTo(selecting);
        assertThat(selecting.toMap())
                .containsEntry("decode", "detections")
                .containsEntry("confidence", "0.25")
                .containsEntry("iou_threshold", "0.5")
                .containsEntry("max_detections", "7")
                .containsEntry("color_order", "RGB")
                .containsEntry("preprocessing", "in the file")
                .containsEntry("training", "nano, 12 epochs")
                .containsEntry("weights_sha256", "00ff");
    }

    @Test
    void a_selection_belongs_to_a_form_that_selects() {
        assertThatThrownBy(() -> metadata.withForm(ModelMetadata.Form.NMS, Optional.empty(), Preprocessing.yolox()))
                .hasMessage("form nms with selection Optional.empty");
        assertThatThrownBy(() -> new Selection(0.3, 0.45, 0)).hasMessageContaining("at least 1 detection");
        assertThatThrownBy(() -> new Selection(0.3, 1.5, 1)).hasMessageContaining("[0, 1], got 1.5");
    }

    @Test
    void common_keys_are_written_as_the_field_writes_them() {
        Map<String, String> map = ModelMetadata.ofDetector(
                        List.of("a", "b"), 256, 320, ModelMetadata.Form.DECODED, "box=iou")
                .toMap();

        assertThat(map)
                .containsEntry("names", "{0: 'a', 1: 'b'}")
                .containsEntry("stride", "32")
                .containsEntry("task", "detect")
                .containsEntry("imgsz", "[256, 320]")
                .containsEntry("decode", "decoded")
                .containsEntry("color_order", "BGR")
                .containsEntry("value_range", "[0, 255]")
                .containsEntry("padding_value", "114");
    }

    @Test
    void names_written_by_other_tools_are_read() {
        Map<String, String> map = new HashMap<>(metadata.toMap());
        map.put("names", "{1:\"it's\" , 0 : 'cat', }");

        assertThat(ModelMetadata.of(map).names()).containsExactly("cat", "it's");
    }

    @Test
    void what_cannot_be_read_is_named() {
        assertThatThrownBy(() -> with("names", "{0: 'a', 2: 'b'}"))
                .hasMessage("metadata names: index 1 is missing: {0: 'a', 2: 'b'}");
        assertThatThrownBy(() -> with("names", "{0: 'a"))
                .hasMessage("metadata names: a quoted name has no end: {0: 'a");
        assertThatThrownBy(() -> with("names", "['a']")).hasMessageContaining("expected { at position 0");
        assertThatThrownBy(() -> with("stride", "x")).hasMessage("metadata stride: expected a whole number, got x");
        assertThatThrownBy(() -> with("imgsz", "640")).hasMessage("metadata imgsz: expected [number, number], got 640");
        assertThatThrownBy(() -> with("decode", "both"))
                .hasMessage("metadata decode: expected raw, decoded, nms, detections, got both");
        Map<String, String> map = new HashMap<>(metadata.toMap());
        map.remove("losses");
        assertThatThrownBy(() -> ModelMetadata.of(map)).hasMessageStartingWith("metadata has no key losses; it has [");
    }

    private void with(String key, String value) {
        Map<String, String> map = new HashMap<>(metadata.toMap());
        map.put(key, value);
        ModelMetadata.of(map);
    }
}
