package io.github.yolox4j.train.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final long NO_END = Long.MAX_VALUE;
    private static final String NAME = "slow reader of the test";

    /** A source each of whose items is made when the test lets it, and that tells when it begins. */
    private static final class Gate implements ReadAhead.Source<String> {

        private final BlockingQueue<Long> begun = new LinkedBlockingQueue<>();
        private final List<CountDownLatch> opened = new ArrayList<>();

        Gate(int items) {
            for (int i = 0; i < items; i++) {
                opened.add(new CountDownLatch(1));
            }
        }

        @Override
        public String at(long number) throws IOException {
            begun.add(number);
            try {
                opened.get((int) number).await();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
            return "item " + number;
        }

        void open(int number) {
            opened.get(number).countDown();
        }

        long begun() throws InterruptedException {
            Long number = begun.poll(20, TimeUnit.SECONDS);
            assertThat(number).as("number of an item that is begun").isNotNull();
            return number;
        }
    }

    @Test
    void the_next_items_are_made_while_the_taker_works_on_the_last() throws InterruptedException {
        Gate slow = new Gate(10);
        try (ReadAhead<String> reader = new ReadAhead<>(NAME, 1, 2, slow)) {
            reader.seek(0, NO_END);
            assertThat(slow.begun()).isZero();
            slow.open(0);

            assertThat(reader.take(NO_END)).isEqualTo("item 0");
            // The taker has asked for nothing further, and the next item is begun, and after it the one that follows.
            assertThat(slow.begun()).isEqualTo(1);
            slow.open(1);
            assertThat(slow.begun()).isEqualTo(2);

            assertThat(reader.take(NO_END)).isEqualTo("item 1");
        }
    }

    @Test
    void no_more_is_made_ahead_than_the_bound() throws InterruptedException {
        Gate open = new Gate(10);
        for (int i = 0; i < 10; i++) {
            open.open(i);
        }
        try (ReadAhead<String> reader = new ReadAhead<>(NAME, 2, 3, open)) {
            reader.seek(0, NO_END);
            assertThat(List.of(open.begun(), open.begun(), open.begun())).containsExactlyInAnyOrder(0L, 1L, 2L);
            assertThat(reader.take(NO_END)).isEqualTo("item 0");
            assertThat(open.begun()).isEqualTo(3);
            assertThat(reader.take(NO_END)).isEqualTo("item 1");
            assertThat(open.begun()).isEqualTo(4);
        }
        assertThat(open.begun).as("begun beyond the bound").isEmpty();
    }

    @Test
    void nothing_is_made_beyond_the_end() throws InterruptedException {
        Gate open = new Gate(2);
        open.open(0);
        open.open(1);
        try (ReadAhead<String> reader = new ReadAhead<>(NAME, 2, 3, open)) {
            reader.seek(0, 2);
            assertThat(reader.take(2)).isEqualTo("item 0");
            assertThat(reader.take(2)).isEqualTo("item 1");
        }
        assertThat(open.begun).containsExactlyInAnyOrder(0L, 1L);
    }

    @Test
    void what_is_on_its_way_is_not_made_again_when_the_next_item_is_sought() throws InterruptedException {
        Gate open = new Gate(3);
        for (int i = 0; i < 3; i++) {
            open.open(i);
        }
        try (ReadAhead<String> reader = new ReadAhead<>(NAME, 1, 2, open)) {
            reader.seek(0, 3);
            reader.take(3);
            reader.seek(1, 3);
            assertThat(reader.take(3)).isEqualTo("item 1");
            assertThat(reader.take(3)).isEqualTo("item 2");
        }
        assertThat(open.begun).containsExactly(0L, 1L, 2L);
    }

    @Test
    void another_item_can_be_sought_at_any_time() {
        Gate gate = new Gate(10);
        gate.open(7);
        try (ReadAhead<String> reader = new ReadAhead<>(NAME, 1, 3, gate)) {
            reader.seek(0, NO_END); // item 0 is never made: its thread waits
            reader.seek(7, NO_END);
            assertThat(reader.take(NO_END)).isEqualTo("item 7");
        }
    }

    @Test
    void closing_midway_leaves_no_thread_behind() throws InterruptedException {
        Gate gate = new Gate(10);
        ReadAhead<String> reader = new ReadAhead<>(NAME, 3, 4, gate);
        reader.seek(0, NO_END);
        for (int i = 0; i < 3; i++) {
            gate.begun();
        }
        assertThat(threads()).isEqualTo(3);

        reader.close();

        assertThat(threads()).isZero();
        assertThatThrownBy(() -> reader.take(NO_END))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the " + NAME + " was closed");
        assertThatThrownBy(() -> reader.seek(0, NO_END)).hasMessage("the " + NAME + " was closed");
    }

    @Test
    void waiting_is_counted() throws InterruptedException {
        Gate gate = new Gate(10);
        try (ReadAhead<String> reader = new ReadAhead<>(NAME, 1, 1, gate)) {
            reader.seek(0, NO_END);
            gate.begun();
            assertThat(reader.waited()).isEqualTo(Duration.ZERO);
            Thread opener = new Thread(() -> gate.open(0));
            opener.start();
            reader.take(NO_END);
            opener.join();
            assertThat(reader.waited()).isPositive();
        }
    }

    @Test
    void an_item_that_fails_says_so_when_it_is_taken() {
        ReadAhead.Source<String> broken = number -> {
            if (number == 1) {
                throw new IOException("item 1 is broken");
            }
            return "item " + number;
        };
        try (ReadAhead<String> reader = new ReadAhead<>(NAME, 2, 3, broken)) {
            reader.seek(0, NO_END);
            assertThat(reader.take(NO_END)).isEqualTo("item 0");
            assertThatThrownBy(() -> reader.take(NO_END))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("item 1 is broken");
            assertThat(reader.take(NO_END)).isEqualTo("item 2");
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(NAME))
                .count();
    }
}
