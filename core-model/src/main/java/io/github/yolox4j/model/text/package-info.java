/**
 * Words in messages: {@link io.github.yolox4j.model.text.NearestNames} guesses what a misspelt name was meant to be. No
 * parameter or result is ever {@code null}.
 */
package io.github.yolox4j.model.text;
