package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Box losses by name. */
public final class BoxLosses {

    private BoxLosses() {}

    /** The names of all losses, each under its default policy. */
    public static List<String> names() {
        return Arrays.stream(IouFamily.values()).map(IouFamily::toString).toList();
    }

    /** All losses, for a table of them. */
    public static List<LossEntry> all() {
        return names().stream()
                .map(name -> new LossEntry(name, name, name, name))
                .toList();
    }

    /**
     * The loss of a name such as {@code ciou}, or of a name and a policy such as {@code ciou:mmdetection}.
     *
     * @throws IllegalArgumentException if there is none; the message lists the valid names
     */
    public static BoxLoss parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        Optional<IouFamily> loss = Arrays.stream(IouFamily.values())
                .filter(member -> member.toString().equals(name))
                .findFirst();
        if (loss.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown box loss '" + text + "'; valid are " + String.join(", ", names()));
        }
        return colon < 0 ? loss.get() : loss.get().under(policy(text, text.substring(colon + 1)));
    }

    private static BoxPolicy policy(String text, String name) {
        return BoxPolicy.KNOWN.stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown policy '" + name + "' of box loss '" + text
                        + "'; valid are "
                        + BoxPolicy.KNOWN.stream().map(BoxPolicy::name).collect(Collectors.joining(", "))));
    }
}
