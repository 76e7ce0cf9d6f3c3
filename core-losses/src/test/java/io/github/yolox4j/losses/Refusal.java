package io.github.yolox4j.losses;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is refused when something is made, and with which message. */
public record Refusal(ThrowingCallable making, String message) {

    public void check() {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Override
    public String toString() {
        return message;
    }
}
