package io.github.yolox4j.cli.option;

import io.github.yolox4j.onednn.run.OneDnnLibrary;
import io.github.yolox4j.ort.Device;
import io.github.yolox4j.ort.SessionSettings;
import java.util.Locale;

/** What computes training steps, by the names of the option. */
public enum StepEngine {
    /** {@link #ONEDNN} where it computes, else {@link #ONNXRUNTIME}. */
    AUTO,
    ONEDNN,
    ONNXRUNTIME,
    SAMEDIFF;

    /** The engine itself, for steps with these settings. */
    StepEngine chosen(SessionSettings settings) {
        if (this != AUTO) {
            return this;
        }
        boolean isOnCpu = settings.device().kind() == Device.Kind.CPU;
        return isOnCpu && OneDnnLibrary.obstacle().isEmpty() ? ONEDNN : ONNXRUNTIME;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
