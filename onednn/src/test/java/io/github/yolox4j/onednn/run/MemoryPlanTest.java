package io.github.yolox4j.onednn.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.onednn.run.MemoryPlan.InPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {

    private static Region region(long bytes, int first, int last) {
        Region region = Region.planned(bytes);
        region.neededBy(first);
        region.neededBy(last);
        return region;
    }

    @Test
    void what_is_needed_at_the_same_time_does_not_overlap() {
        SplittableRandom random = new SplittableRandom(3);
        List<Region> regions = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int first = random.nextInt(1000);
            regions.add(region(1 + random.nextInt(5000), first, first + random.nextInt(100)));
        }
        MemoryPlan plan = new MemoryPlan(regions, List.of());
        for (Region one : regions) {
            assertThat(plan.place(one) % 64).isZero();
            assertThat(plan.place(one) + one.bytes()).isLessThanOrEqualTo(plan.bytes());
            for (Region other : regions) {
                boolean atOnce = one != other && one.first() <= other.last() && other.first() <= one.last();
                boolean apart = plan.place(one) + one.bytes() <= plan.place(other)
                        || plan.place(other) + other.bytes() <= plan.place(one);
                assertThat(!atOnce || apart).isTrue();
            }
        }
        assertThat(plan.bytes())
                .isLessThan(regions.stream().mapToLong(Region::bytes).sum() / 4);
    }

    @Test
    void memory_that_is_free_again_is_used_again() {
        Region early = region(640, 0, 1);
        Region late = region(640, 2, 3);
        MemoryPlan plan = new MemoryPlan(List.of(early, late), List.of());
        assertThat(plan.bytes()).isEqualTo(640);
    }

    @Test
    void a_region_takes_the_place_of_one_that_is_needed_no_longer() {
        Region from = region(640, 0, 2);
        Region to = region(640, 2, 4);
        MemoryPlan plan = new MemoryPlan(List.of(from, to), List.of(new InPlace(from, to)));
        assertThat(plan.place(to)).isEqualTo(plan.place(from));
        assertThat(plan.bytes()).isEqualTo(640);
    }

    @Test
    void it_does_not_where_the_other_is_still_needed() {
        Region from = region(640, 0, 3);
        Region to = region(640, 2, 4);
        MemoryPlan plan = new MemoryPlan(List.of(from, to), List.of(new InPlace(from, to)));
        assertThat(plan.bytes()).isEqualTo(1280);
    }

    @Test
    void a_chain_of_such_regions_keeps_its_place_to_the_end() {
        Region first = region(640, 0, 1);
        Region second = region(640, 1, 2);
        Region third = region(640, 2, 5);
        Region other = region(640, 4, 4);
        MemoryPlan plan = new MemoryPlan(
                List.of(other, first, second, third), List.of(new InPlace(first, second), new InPlace(second, third)));
        assertThat(plan.place(third)).isEqualTo(plan.place(first));
        assertThat(plan.place(other)).isNotEqualTo(plan.place(first));
        assertThat(plan.bytes()).isEqualTo(1280);
    }
}
