/** The neck: {@link io.github.yolox4j.model.neck.PaFpn}, features fused from deep to shallow and back. */
package io.github.yolox4j.model.neck;
