package io.github.yolox4j.train.assign;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectBuffersTest {

    @Test
    void objects_that_fit_nothing_are_refused() {
        ObjectBuffers buffers = new ObjectBuffers(2, 3);
        assertThatThrownBy(() -> buffers.fill(List.of(List.of()))).hasMessage("need the objects of 2 images, got 1");
        assertThatThrownBy(() -> buffers.fill(List.of(List.of(), List.of(new TargetObject(3, 1, 1, 2, 2)))))
                .hasMessageContaining("class 3 of 3 classes");
    }
}
