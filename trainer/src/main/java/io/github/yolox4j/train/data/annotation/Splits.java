package io.github.yolox4j.train.data.annotation;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The usual names of a dataset's splits. {@code val}, {@code valid} and {@code validation} are one split. */
public final class Splits {

    /** Those that are looked for, in order. */
    public static final List<String> USUAL = List.of("train", "val", "valid", "validation", "test");

    private static final List<String> VALIDATION = List.of("val", "valid", "validation");

    private Splits() {}

    /** The name itself, then others for the same split. */
    public static List<String> names(String split) {
        if (!VALIDATION.contains(split.toLowerCase(Locale.ROOT))) {
            return List.of(split);
        }
        return Stream.concat(Stream.of(split), VALIDATION.stream()).distinct().toList();
    }

    /** The one of these splits that is meant: of the same name in any case, else by another name for it. */
    public static Optional<String> find(String split, Collection<String> splits) {
        return names(split).stream()
                .flatMap(name -> splits.stream().filter(name::equalsIgnoreCase))
                .findFirst();
    }

    /**
     * As {@link #find}.
     *
     * @param where the list or folder that should have it
     * @throws IOException if none is meant; the message lists those that exist
     */
    public static String require(String split, Collection<String> splits, Object where) throws IOException {
        return find(split, splits)
                .orElseThrow(() -> new IOException("no split '" + split + "' in " + where + ", there are " + splits));
    }
}
