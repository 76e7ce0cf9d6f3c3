package io.github.yolox4j.detection.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds the backends once, when the first image needs one. */
final class InstalledBackend {

    private static final List<ImageBackend> AVAILABLE = available();
    private static final Optional<String> NAME = Optional.ofNullable(System.getProperty(ImageBackend.PROPERTY));

    private InstalledBackend() {}

    /** That of the system property; without it the first one. */
    static ImageBackend backend() {
        return chosen(AVAILABLE, NAME);
    }

    /** Services first, in the order of the class path; the Java platform last. */
    private static List<ImageBackend> available() {
        List<ImageBackend> available = new ArrayList<>();
        for (ImageBackend service : ServiceLoader.load(ImageBackend.class, ImageBackend.class.getClassLoader())) {
            if (service.isAvailable()) {
                available.add(service);
            }
        }
        available.add(new JavaBackend());
        return available;
    }

    /** The backend of that name; without a name the first one. */
    static ImageBackend chosen(List<ImageBackend> available, Optional<String> name) {
        if (name.isEmpty()) {
            return available.get(0);
        }
        return available.stream()
                .filter(backend -> backend.name().equals(name.get()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("system property " + ImageBackend.PROPERTY
                        + ": expected "
                        + available.stream().map(ImageBackend::name).collect(Collectors.joining(" or ")) + ", got "
                        + name.get()));
    }
}
