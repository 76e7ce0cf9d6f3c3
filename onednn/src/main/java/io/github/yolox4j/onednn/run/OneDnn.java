package io.github.yolox4j.onednn.run;

import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.LongPointer;

/** oneDNN on this machine's processor. */
final class OneDnn {

    /** Bits of the instruction sets that AVX-512 and those beyond it have and AVX2 has not. */
    private static final int AVX512 = dnnl.dnnl_cpu_isa_avx512_core & ~dnnl.dnnl_cpu_isa_avx2;

    private static final engine ENGINE = new engine(engine.kind.cpu, 0);
    private static final stream STREAM = new stream(ENGINE);

    private OneDnn() {}

    static engine engine() {
        return ENGINE;
    }

    static stream stream() {
        return STREAM;
    }

    /** The layout of maps between layers: as many channels beside each other as the processor computes at once. */
    static memory.format_tag mapLayout() {
        return mapBlock() == 16 ? memory.format_tag.nChw16c : memory.format_tag.nChw8c;
    }

    /** How many channels of a map lie beside each other. */
    static int mapBlock() {
        return (dnnl_get_effective_cpu_isa() & AVX512) == AVX512 ? 16 : 8;
    }

    /** The channels of the blocks that so many channels fill, the last one perhaps in part. */
    static long wholeBlocks(long channels) {
        long block = mapBlock();
        return (channels + block - 1) / block * block;
    }

    /** A layout with another size of an axis, within the block that the axis fills. */
    static memory.desc withSize(memory.desc layout, int axis, long size) {
        memory.desc changed = new memory.desc(layout.data());
        changed.data().dims().put(axis, size);
        return changed;
    }

    static LongPointer numbers(long... numbers) {
        return new LongPointer(numbers);
    }

    /** Floats of a shape in a layout. */
    static memory.desc layout(memory.format_tag tag, long... shape) {
        return new memory.desc(numbers(shape), memory.data_type.f32, tag);
    }

    /** Floats of a shape, each axis with a stride. */
    static memory.desc strided(long[] shape, long[] strides) {
        return new memory.desc(numbers(shape), memory.data_type.f32, numbers(strides));
    }
}
