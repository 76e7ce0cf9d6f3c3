package io.github.yolox4j.onednn.run;

import io.github.yolox4j.onednn.run.MemoryPlan.InPlace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Calls of oneDNN's primitives in a fixed order, with memory planned for all that passes between them. A program is
 * written call by call, then {@linkplain #bind bound} to memory, then run in parts. Whoever makes one closes it.
 */
final class Program implements AutoCloseable {

    private final List<Call> calls = new ArrayList<>();
    private final List<InPlace> inPlace = new ArrayList<>();
    private final Set<Region> regions = new LinkedHashSet<>();
    private final List<Bound> bound = new ArrayList<>();
    private MemoryPlan plan;

    /** What a primitive reads or writes, by oneDNN's number of its role. */
    record Argument(int role, Tensor tensor) {}

    private record Call(primitive code, IntMemoryMap arguments) {}

    private record Bound(memory numbers, Region region) {}

    static Argument argument(int role, Tensor tensor) {
        return new Argument(role, tensor);
    }

    /** Memory for numbers of a layout. */
    Tensor tensor(memory.desc layout) {
        return new Tensor(layout, Region.planned(layout.get_size()));
    }

    /** How many calls there are so far. */
    int size() {
        return calls.size();
    }

    /** Adds a call. */
    void call(primitive code, Argument... arguments) {
        IntMemoryMap map = new IntMemoryMap();
        for (Argument argument : arguments) {
            Region region = argument.tensor().region();
            memory numbers = new memory(argument.tensor().layout(), OneDnn.engine(), new Pointer());
            map.put(argument.role(), numbers);
            bound.add(new Bound(numbers, region));
            use(region, calls.size());
        }
        calls.add(new Call(code, map));
    }

    /** Says that the call to come may write one tensor over another, if the other is needed no longer. */
    void mayOverwrite(Tensor from, Tensor to) {
        inPlace.add(new InPlace(from.region(), to.region()));
    }

    /** Says that others read or write a tensor before the next call, so that it keeps its memory until then. */
    void isUsedHere(Tensor tensor) {
        use(tensor.region(), calls.size() - 1);
        use(tensor.region(), calls.size());
    }

    private void use(Region region, int call) {
        region.neededBy(call);
        if (region.isPlanned()) {
            regions.add(region);
        }
    }

    /** Copies numbers from one layout to another. */
    void copy(Tensor from, Tensor to) {
        reorder.primitive_desc how =
                new reorder.primitive_desc(OneDnn.engine(), from.layout(), OneDnn.engine(), to.layout());
        call(new reorder(how), argument(dnnl.DNNL_ARG_FROM, from), argument(dnnl.DNNL_ARG_TO, to));
    }

    /** A tensor in a layout: itself if it is in it, else a copy. */
    Tensor in(memory.desc layout, Tensor tensor) {
        if (layout.equals(tensor.layout())) {
            return tensor;
        }
        Tensor copy = tensor(layout);
        copy(tensor, copy);
        return copy;
    }

    /** How much memory the program needs. */
    long bytes() {
        return plan().bytes();
    }

    private MemoryPlan plan() {
        if (plan == null) {
            plan = new MemoryPlan(new ArrayList<>(regions), inPlace);
        }
        return plan;
    }

    /** Gives the program memory, at least {@link #bytes()} of it. */
    void bind(BytePointer space) {
        for (Bound each : bound) {
            each.numbers().set_data_handle(place(each.region(), space));
        }
    }

    /** Where a tensor's region lies in the memory that the program was given. */
    Pointer place(Region region, BytePointer space) {
        return region.isPlanned() ? space.getPointer(plan().place(region)) : region.outside();
    }

    /** Runs the calls from one to another, the latter excluded. */
    void run(int from, int to) {
        for (Call call : calls.subList(from, to)) {
            call.code().execute(OneDnn.stream(), call.arguments());
        }
        OneDnn.stream()._wait();
    }

    @Override
    public void close() {
        calls.forEach(call -> {
            call.arguments().close();
            call.code().close();
        });
        bound.forEach(each -> each.numbers().close());
        calls.clear();
        bound.clear();
    }
}
