package io.github.yolox4j.onednn.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Places for regions such that those that are needed at the same time do not overlap: the largest first, each at the
 * lowest place that is free while it is needed.
 */
final class MemoryPlan {

    /** Places are multiples of a line of the processor's cache. */
    private static final long LINE = 64;

    private final Map<Region, Long> places = new HashMap<>();
    private long bytes;

    /** One that lies at the place of another, because it takes over the other's numbers. */
    record InPlace(Region from, Region to) {}

    private static final class Group {
        private final List<Region> members = new ArrayList<>();
        private final long bytes;
        private int first;
        private int last;
        private long place;

        Group(Region region) {
            members.add(region);
            bytes = (region.bytes() + LINE - 1) / LINE * LINE;
            first = region.first();
            last = region.last();
        }

        void add(Region region) {
            members.add(region);
            last = Math.max(last, region.last());
        }

        boolean overlaps(Group other) {
            return first <= other.last && other.first <= last;
        }
    }

    /**
     * Plans.
     *
     * @param regions that are needed, all of them planned ones
     * @param inPlace wishes in the order of the calls, kept where the first region is needed no longer
     */
    MemoryPlan(List<Region> regions, List<InPlace> inPlace) {
        Map<Region, Group> groups = new LinkedHashMap<>(); // so that equal programs get equal places
        for (Region region : regions) {
            groups.put(region, new Group(region));
        }
        for (InPlace wish : inPlace) {
            Group from = groups.get(wish.from());
            boolean fits = from != null
                    && groups.containsKey(wish.to())
                    && from.last == wish.to().first()
                    && from.first < wish.to().first()
                    && wish.from().bytes() == wish.to().bytes();
            if (fits) {
                from.add(wish.to());
                groups.put(wish.to(), from);
            }
        }
        place(groups.values().stream().distinct().toList());
    }

    private void place(List<Group> groups) {
        List<Group> placed = new ArrayList<>(); // by place
        groups.stream()
                .sorted(Comparator.comparingLong((Group group) -> -group.bytes).thenComparing(group -> group.first))
                .forEach(group -> {
                    long place = 0;
                    for (Group other : placed) {
                        if (other.overlaps(group) && other.place < place + group.bytes) {
                            place = Math.max(place, other.place + other.bytes);
                        }
                    }
                    group.place = place;
                    bytes = Math.max(bytes, place + group.bytes);
                    group.members.forEach(member -> places.put(member, group.place));
                    placed.add(group);
                    placed.sort(Comparator.comparingLong(each -> each.place));
                });
    }

    /** Of all regions together. */
    long bytes() {
        return bytes;
    }

    /** Where a region begins. */
    long place(Region region) {
        return places.get(region);
    }
}
