/**
 * Necks, which fuse features of several depths: {@link io.github.yolox4j.model.neck.PaFpn}, from deep to shallow and
 * back, and {@link io.github.yolox4j.model.neck.Fpn}, from deep to shallow.
 */
package io.github.yolox4j.model.neck;
