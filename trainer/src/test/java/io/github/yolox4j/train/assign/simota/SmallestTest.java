package io.github.yolox4j.train.assign.simota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SmallestTest {

    @Test
    void the_smallest_keys_remain_rising_whatever_the_order_of_offers() {
        Smallest smallest = new Smallest(3);
        double[] keys = {5, 1, 4, 2, 3};
        for (int i = 0; i < keys.length; i++) {
            smallest.offer(keys[i], i);
        }
        assertThat(indices(smallest)).containsExactly(1, 3, 4);
        assertThat(smallest.key(2)).isEqualTo(3);
        assertThat(smallest.largestKey()).isEqualTo(3);
    }

    @Test
    void of_equal_keys_the_lower_index_comes_first_whatever_the_order_of_offers() {
        Smallest smallest = new Smallest(2);
        smallest.offer(7, 5);
        smallest.offer(7, 9);
        smallest.offer(7, 2);
        assertThat(indices(smallest)).containsExactly(2, 5);
    }

    @Test
    void a_lower_index_does_not_make_up_for_a_larger_key() {
        Smallest smallest = new Smallest(2);
        smallest.offer(1, 5);
        smallest.offer(2, 0);
        assertThat(indices(smallest)).containsExactly(5, 0);
    }

    @Test
    void it_is_full_with_as_many_as_asked_for() {
        Smallest smallest = new Smallest(2);
        smallest.offer(1, 0);
        assertThat(smallest.isFull()).isFalse();
        assertThat(smallest.count()).isEqualTo(1);
        smallest.offer(2, 1);
        assertThat(smallest.isFull()).isTrue();
        smallest.offer(3, 2);
        assertThat(smallest.count()).isEqualTo(2);
    }

    private static List<Integer> indices(Smallest smallest) {
        return IntStream.range(0, smallest.count()).mapToObj(smallest::index).toList();
    }
}
