package io.github.yolox4j.model.weights.file;

import io.github.yolox4j.model.weights.file.StoredTensor.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickle of a PyTorch checkpoint and executes nothing: it knows the few names that describe tensors, and
 * refuses every other by name, before anything is made of it.
 *
 * <p>A pickle is a program for a small machine that may call any function of Python. Here each instruction is on a list
 * or refused: those that push plain values and fill lists and dictionaries, and {@code REDUCE}, {@code NEWOBJ} and
 * {@code BUILD} on what {@link #CALLABLES} and {@link #BESIDE} hold, which are constructors of this class. The
 * library's own constructors are never reached.
 */
final class TensorUnpickler extends Unpickler {

    /** Stands for a value that nobody needs. */
    private static final Object IGNORED = new Object();

    private static final IObjectConstructor INERT = arguments -> IGNORED;

    /** All that a checkpoint may call and whose result is used. */
    private static final Map<String, IObjectConstructor> CALLABLES = Map.of(
            "collections.OrderedDict",
            TensorUnpickler::dictionary,
            "collections.defaultdict",
            arguments -> new LinkedHashMap<>(),
            "collections.Counter",
            arguments -> new LinkedHashMap<>(),
            "collections.deque",
            arguments -> new ArrayList<>(),
            "torch._utils._rebuild_tensor_v2",
            TensorUnpickler::tensor,
            "torch._utils._rebuild_parameter",
            TensorUnpickler::parameter);

    /**
     * What trainers leave beside the weights: options, losses so far, paths. Nothing is made of it; an object without
     * content stands in its place.
     */
    private static final Set<String> BESIDE = Set.of(
            "argparse.Namespace",
            "numpy.core.multiarray.scalar",
            "numpy._core.multiarray.scalar",
            "numpy.core.multiarray._reconstruct",
            "numpy._core.multiarray._reconstruct",
            "numpy.ndarray",
            "numpy.dtype",
            "_codecs.encode",
            "builtins.list",
            "__builtin__.list",
            "builtins.dict",
            "__builtin__.dict",
            "builtins.int",
            "__builtin__.int",
            "builtins.float",
            "__builtin__.float",
            "pathlib.Path",
            "pathlib.PosixPath",
            "pathlib.WindowsPath",
            "torch.Size",
            "torch.device");

    private static final Set<String> STORAGES = Set.of(
            "FloatStorage",
            "DoubleStorage",
            "HalfStorage",
            "BFloat16Storage",
            "LongStorage",
            "IntStorage",
            "ShortStorage",
            "CharStorage",
            "ByteStorage",
            "BoolStorage");

    /** A type of storage, as a value. */
    private record StorageType(String name) {}

    /** Instructions that push plain values, or fill lists and tuples: the library executes them. */
    private static final Set<Short> PLAIN = Set.of(
            Opcodes.PROTO,
            Opcodes.FRAME,
            Opcodes.STOP,
            Opcodes.MARK,
            Opcodes.POP,
            Opcodes.NONE,
            Opcodes.NEWTRUE,
            Opcodes.NEWFALSE,
            Opcodes.BININT,
            Opcodes.BININT1,
            Opcodes.BININT2,
            Opcodes.LONG1,
            Opcodes.BINFLOAT,
            Opcodes.SHORT_BINUNICODE,
            Opcodes.SHORT_BINSTRING,
            Opcodes.SHORT_BINBYTES,
            Opcodes.EMPTY_LIST,
            Opcodes.APPEND,
            Opcodes.APPENDS,
            Opcodes.EMPTY_TUPLE,
            Opcodes.TUPLE,
            Opcodes.TUPLE1,
            Opcodes.TUPLE2,
            Opcodes.TUPLE3,
            Opcodes.BINGET,
            Opcodes.LONG_BINGET,
            Opcodes.BINPUT,
            Opcodes.LONG_BINPUT,
            Opcodes.MEMOIZE,
            Opcodes.BINPERSID);

    /** The same for texts, whose length comes first. */
    private static final Set<Short> TEXTS = Set.of(Opcodes.BINUNICODE, Opcodes.BINSTRING, Opcodes.BINBYTES);

    @Override
    protected Object dispatch(short opcode) throws IOException {
        if (TEXTS.contains(opcode)) {
            requireBytes();
        }
        if (PLAIN.contains(opcode) || TEXTS.contains(opcode)) {
            return super.dispatch(opcode);
        }
        switch (opcode) {
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                put(Arrays.asList(stack.pop(), value));
            }
            case Opcodes.SETITEMS -> put(stack.pop_all_since_marker());
            case Opcodes.GLOBAL -> stack.add(global(nameInStream()));
            case Opcodes.STACK_GLOBAL -> {
                Object name = stack.pop();
                stack.add(global(stack.pop() + "." + name));
            }
            case Opcodes.INST -> throw refused(nameInStream());
            case Opcodes.REDUCE -> {
                Object[] arguments = (Object[]) stack.pop();
                stack.add(((IObjectConstructor) stack.pop()).construct(arguments));
            }
            case Opcodes.NEWOBJ -> {
                stack.pop(); // the arguments
                if (stack.pop() != INERT) {
                    throw new IOException("an object is made of something that is no known class");
                }
                stack.add(IGNORED);
            }
            case Opcodes.BUILD -> build();
            default -> throw new IOException(
                    String.format("instruction 0x%02x of the pickle is not needed for plain tensors", opcode));
        }
        return NO_RETURN_VALUE;
    }

    /** A module and a name in it, a line each. */
    private String nameInStream() throws IOException {
        String module = PickleUtils.readline(input);
        return module + "." + PickleUtils.readline(input);
    }

    /** The length of what follows is known before memory is taken for it. */
    private void requireBytes() throws IOException {
        input.mark(Integer.BYTES);
        int length = PickleUtils.bytes_to_integer(PickleUtils.readbytes(input, Integer.BYTES));
        if (length < 0 || length > input.available()) {
            throw new IOException("a text of " + length + " bytes, but only " + input.available() + " bytes are left");
        }
        input.reset();
    }

    private static Object global(String name) throws IOException {
        if (CALLABLES.containsKey(name)) {
            return CALLABLES.get(name);
        }
        if (BESIDE.contains(name)) {
            return INERT;
        }
        String torch = "torch.";
        if (name.startsWith(torch) && STORAGES.contains(name.substring(torch.length()))) {
            return new StorageType(name.substring(torch.length()));
        }
        throw refused(name);
    }

    private static IOException refused(String name) {
        return new IOException("refused: it asks for " + printable(name)
                + ": only tensors and plain containers are read, nothing is executed; in Python,"
                + " torch.save({'model': model.state_dict()}, FILE) writes such a file");
    }

    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    /** Keys and values, in turn, go into the dictionary on top of the stack. */
    private void put(List<Object> items) throws IOException {
        @SuppressWarnings("unchecked")
        Map<Object, Object> dictionary = (Map<Object, Object>) stack.peek();
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
                throw new IOException("a dictionary's key is neither text nor number");
            }
            dictionary.put(key, items.get(i + 1));
        }
    }

    /** A state_dict carries the versions of its modules, a type of NumPy its details: both are dropped. */
    private void build() throws IOException {
        Object state = stack.pop();
        Object target = stack.peek();
        if (target != IGNORED && !(target instanceof Map && state instanceof Map)) {
            throw new IOException("a state is set on something that is not a dictionary");
        }
    }

    private static Object dictionary(Object[] arguments) {
        Map<Object, Object> dictionary = new LinkedHashMap<>();
        if (arguments.length > 0) {
            for (Object pair : (Collection<?>) arguments[0]) {
                Object[] item = ((List<?>) pair).toArray();
                dictionary.put((String) item[0], item[1]);
            }
        }
        return dictionary;
    }

    /** {@code (storage, storage_offset, size, stride, requires_grad, backward_hooks, ...)}. */
    private static Object tensor(Object[] arguments) {
        return new StoredTensor((Storage) arguments[0], longOf(arguments[1]), longs(arguments[2]), longs(arguments[3]));
    }

    /** {@code (data, requires_grad, backward_hooks)}. */
    private static Object parameter(Object[] arguments) {
        return (StoredTensor) arguments[0];
    }

    /** {@code ("storage", type, key, location, numel)}. */
    @Override
    protected Object persistentLoad(Object id) {
        Object[] parts = (Object[]) id;
        if (!"storage".equals(parts[0])) {
            throw new ClassCastException("a reference to something that is not a storage");
        }
        return new Storage(((StorageType) parts[1]).name(), (String) parts[2], longOf(parts[4]));
    }

    private static List<Long> longs(Object tuple) {
        return Arrays.stream((Object[]) tuple).map(TensorUnpickler::longOf).toList();
    }

    private static long longOf(Object number) {
        return number instanceof Integer whole ? whole : (Long) number;
    }
}
