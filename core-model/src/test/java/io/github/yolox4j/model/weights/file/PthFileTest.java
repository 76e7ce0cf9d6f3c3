package io.github.yolox4j.model.weights.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.yolox4j.model.weights.StateDict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PthFileTest {

    private static final int[] SIX = {2, 3};
    private static final int[] ROWS = {3, 1};

    @TempDir
    private Path folder;

    /** {@code make_pth.py} beside the file has made it. */
    @Test
    void a_file_of_pytorch_is_read_with_its_names_types_and_strides() throws IOException {
        StateDict read = PthFile.read(resource("tiny.pth"));
        assertThat(read.names())
                .containsExactly(
                        "conv.weight",
                        "bn.weight",
                        "bn.bias",
                        "bn.running_mean",
                        "bn.running_var",
                        "half",
                        "bfloat16",
                        "double",
                        "transposed",
                        "tail",
                        "parameter");
        assertThat(read.tensor("conv.weight")).contains(counted(DataType.FLOAT, 0, 3, 2, 1, 1));
        assertThat(read.tensor("bn.weight")).contains(Nd4j.ones(DataType.FLOAT, 3));
        assertThat(read.tensor("half")).contains(Nd4j.createFromArray(1.5f, -0.25f, 65504f, 0x1p-24f));
        assertThat(read.tensor("bfloat16")).contains(Nd4j.createFromArray(1.5f, -0.25f, 0x1p100f));
        assertThat(read.tensor("double")).contains(Nd4j.createFromArray(0.1, -0.2));
        assertThat(read.tensor("transposed")).contains(Nd4j.createFromArray(new float[][] {{0, 3}, {1, 4}, {2, 5}}));
        assertThat(read.tensor("tail")).contains(Nd4j.createFromArray(4f, 5f));
        assertThat(read.tensor("parameter")).contains(Nd4j.createFromArray(7f));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "model",
                "state_dict",
                "model_state_dict",
                "ema",
                "ema_state_dict",
                "state_dict_ema",
                "model_ema",
                "ema_model"
            })
    void the_state_dict_may_be_the_whole_file_or_lie_under_a_key(String key) throws IOException {
        PickleWriter pickle = new PickleWriter().raw("}");
        if (!key.isEmpty()) {
            pickle.text("start_epoch").number(3).raw("s").text(key).raw("}");
        }
        pickle.text("a").tensor("FloatStorage", "0", 6, 0, SIX, ROWS).raw("s");
        if (!key.isEmpty()) {
            pickle.raw("s");
        }
        assertThat(PthFile.read(file(pickle, 6)).tensors()).isEqualTo(Map.of("a", counted(DataType.FLOAT, 0, 2, 3)));
    }

    @ParameterizedTest
    @CsvSource({"ema, module", "ema, state_dict", "ema, model", "model, state_dict", "state_dict, model"})
    void the_state_dict_may_lie_one_entry_deeper(String key, String inside) throws IOException {
        PickleWriter pickle = new PickleWriter().raw("}").text(key).raw("}");
        pickle.text("updates").number(90).raw("s").text(inside).raw("}");
        pickle.text("a").tensor("FloatStorage", "0", 6, 0, SIX, ROWS).raw("sss");

        StateDict read = PthFile.read(file(pickle, 6));

        assertThat(read.tensors()).isEqualTo(Map.of("a", counted(DataType.FLOAT, 0, 2, 3)));
        assertThat(read.remark()).isEmpty();
    }

    /** The model's numbers begin at 0, those of its moving average at 6. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_moving_average_is_taken_before_the_weights_it_averages_and_the_file_says_so(boolean averageFirst)
            throws IOException {
        PickleWriter pickle = new PickleWriter().raw("}");
        for (boolean average : new boolean[] {averageFirst, !averageFirst}) {
            pickle.text(average ? "ema" : "model").raw("}");
            pickle.text("module.a").tensor("FloatStorage", "0", 12, average ? 6 : 0, SIX, ROWS);
            pickle.raw(average ? "ss" : "s");
            if (!average) {
                pickle.text("module.bn.num_batches_tracked")
                        .tensor("FloatStorage", "0", 12, 0, new int[0], new int[0])
                        .raw("ss");
            }
        }
        Path file = file(pickle, 12);

        StateDict read = PthFile.read(file);

        assertThat(read.tensors()).isEqualTo(Map.of("a", counted(DataType.FLOAT, 6, 2, 3)));
        assertThat(read.remark())
                .contains(file + " has weights under 'model' and their moving average under 'ema': the moving average"
                        + " is taken");
    }

    @Test
    void a_moving_average_of_a_part_is_no_weights() throws IOException {
        PickleWriter pickle = new PickleWriter().raw("}").text("model").raw("}");
        pickle.text("a").tensor("FloatStorage", "0", 12, 0, SIX, ROWS).raw("s");
        pickle.text("b").tensor("FloatStorage", "0", 12, 0, SIX, ROWS).raw("ss");
        pickle.text("ema").raw("}");
        pickle.text("a").tensor("FloatStorage", "0", 12, 6, SIX, ROWS).raw("ss");
        Path file = file(pickle, 12);

        StateDict read = PthFile.read(file);

        assertThat(read.names()).containsExactly("a", "b");
        assertThat(read.tensor("a")).contains(counted(DataType.FLOAT, 0, 2, 3));
        assertThat(read.remark())
                .contains(file + " has weights under 'model' and their moving average under 'ema': the former are"
                        + " taken, as the moving average has not all arrays");
    }

    @ParameterizedTest
    @CsvSource({
        "module.a, module.b, 'a,b'",
        "model.a, model.b, 'a,b'",
        "_orig_mod.a, _orig_mod.b, 'a,b'",
        "model._orig_mod.module.a, model._orig_mod.module.b, 'a,b'",
        "module.a, b, 'module.a,b'",
        "n_averaged, module.b, 'b'",
        "model.a, modelb, 'model.a,modelb'",
    })
    void prefixes_that_wrappers_put_before_all_names_are_dropped(String first, String second, String names)
            throws IOException {
        PickleWriter pickle = new PickleWriter().raw("}");
        for (String name : new String[] {first, second}) {
            pickle.text(name).tensor("FloatStorage", "0", 6, 0, SIX, ROWS).raw("s");
        }
        assertThat(PthFile.read(file(pickle, 6)).names()).containsExactly(names.split(","));
    }

    /** 1.5, -0.25 and the largest number of half precision, or 2 to the power of 100. */
    @ParameterizedTest
    @CsvSource({
        "HalfStorage, 15872, 46080, 31743, 65504",
        "BFloat16Storage, 16320, 48768, 29056, 1267650600228229401496703205376"
    })
    void numbers_of_16_bits_become_floats(String type, int first, int second, int third, float last)
            throws IOException {
        PickleWriter pickle = new PickleWriter().raw("}").text("ema").raw("}");
        pickle.text("module.a")
                .tensor(type, "0", 3, 0, new int[] {3}, new int[] {1})
                .raw("ss");
        ByteBuffer numbers = ByteBuffer.allocate(3 * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.putShort((short) first).putShort((short) second).putShort((short) third);
        Path file = folder.resolve("half.pth");
        write(file, pickle.end(), numbers);

        assertThat(PthFile.read(file).tensor("a")).contains(Nd4j.createFromArray(1.5f, -0.25f, last));
    }

    @Test
    void scalars_of_numpy_beside_the_weights_do_no_harm() throws IOException {
        PickleWriter pickle = new PickleWriter().raw("}").text("best_ap");
        pickle.global("numpy.core.multiarray", "scalar").raw("(");
        pickle.global("numpy", "dtype").raw("(").text("f8").number(0).number(1).raw("tR");
        pickle.raw("(")
                .number(3)
                .text("<")
                .raw("NNN")
                .number(-1)
                .number(-1)
                .number(0)
                .raw("tb");
        pickle.global("_codecs", "encode")
                .raw("(")
                .text("12345678")
                .text("latin1")
                .raw("tR");
        pickle.raw("tRs").text("model").raw("}").text("a");
        pickle.tensor("FloatStorage", "0", 6, 0, SIX, ROWS).raw("ss");
        assertThat(PthFile.read(file(pickle, 6)).names()).containsExactly("a");
    }

    @ParameterizedTest(name = "{0}.{1}")
    @CsvSource({
        "posix, system",
        "os, system",
        "nt, system",
        "subprocess, Popen",
        "builtins, eval",
        "builtins, exec",
        "__builtin__, eval",
        "builtins, getattr",
        "builtins, set",
        "builtins, bytearray",
        "builtins, Exception",
        "exceptions, KeyError",
        "array, array",
        "datetime, datetime",
        "decimal, Decimal",
        "copy_reg, _reconstructor",
        "copyreg, _reconstructor",
        "operator, attrgetter",
        "pytz, timezone",
        "torch, load",
        "torch.hub, load",
        "torch.storage, _load_from_bytes",
        "torch.nn.modules.conv, Conv2d",
        "yolox.models.yolox, YOLOX",
        "torch._utils, _rebuild_tensor_v2.__globals__",
        "collections, namedtuple",
    })
    void whatever_else_it_asks_for_is_refused_by_name(String module, String name) throws IOException {
        String expected = "refused: it asks for " + module + "." + name
                + ": only tensors and plain containers are read, nothing is executed; in Python,"
                + " torch.save({'model': model.state_dict()}, FILE) writes such a file";
        Path byGlobal = file(
                new PickleWriter().global(module, name).raw("(").text("echo").raw("tR"), 0);
        assertThatThrownBy(() -> PthFile.read(byGlobal))
                .isInstanceOf(IOException.class)
                .hasMessage(byGlobal + ": " + expected);
        Path byStack = file(
                new PickleWriter()
                        .text(module)
                        .text(name)
                        .raw(0x93)
                        .raw("(")
                        .text("echo")
                        .raw("tR"),
                0);
        assertThatThrownBy(() -> PthFile.read(byStack)).hasMessage(byStack + ": " + expected);
        Path byInstance = file(new PickleWriter().raw("(").text("echo").raw("i" + module + "\n" + name + "\n"), 0);
        assertThatThrownBy(() -> PthFile.read(byInstance)).hasMessage(byInstance + ": " + expected);
    }

    /** A file made by PyTorch whose unpickling in Python would run a command. */
    @Test
    void a_real_file_that_would_execute_code_is_refused_and_executes_nothing() {
        Path made = Path.of("executed-by-unpickling");
        Path malicious = resource("malicious.pth");
        assertThatThrownBy(() -> PthFile.read(malicious))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        malicious + ": refused: it asks for posix.system: only tensors and plain containers"
                                + " are read, nothing is executed");
        assertThat(made).doesNotExist();
    }

    /** Options of the run, losses so far as an array, and counts: as {@code torch.save} writes them with protocol 2. */
    @Test
    void options_arrays_and_collections_beside_the_weights_do_no_harm() throws IOException {
        PickleWriter pickle = new PickleWriter().raw("}").text("args");
        pickle.global("argparse", "Namespace")
                .raw(")\u0081}")
                .text("lr")
                .number(1)
                .raw("sbs");
        pickle.text("history").global("numpy.core.multiarray", "_reconstruct").raw("(");
        pickle.global("numpy", "ndarray").raw("(").number(0).raw("t");
        pickle.global("_codecs", "encode").raw("(").text("b").text("latin1").raw("tRtR");
        pickle.raw("(").number(1).raw("(").number(3).raw("t");
        pickle.global("numpy", "dtype").raw("(").text("f8").number(0).number(1).raw("tR");
        pickle.number(0).text("123456781234567812345678").raw("tbs");
        pickle.text("counts").global("collections", "defaultdict").raw("(");
        pickle.global("__builtin__", "int").raw("tR").text("cat").number(3).raw("ss");
        pickle.text("last")
                .global("collections", "deque")
                .raw("(]")
                .number(5)
                .raw("tR")
                .number(7)
                .raw("as");
        pickle.text("model")
                .raw("}")
                .text("a")
                .tensor("FloatStorage", "0", 6, 0, SIX, ROWS)
                .raw("ss");

        assertThat(PthFile.read(file(pickle, 6)).names()).containsExactly("a");
    }

    @Test
    void only_known_classes_are_made() throws IOException {
        Path file = file(new PickleWriter().global("collections", "OrderedDict").raw(")\u0081"), 0);
        assertThatThrownBy(() -> PthFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": an object is made of something that is no known class");
    }

    /** OBJ, an extension code, a set, and a list where a dictionary is. */
    @ParameterizedTest
    @CsvSource({
        "'(o', 0x6f",
        "'\u0082\u0001', 0x82",
        "'\u008f', 0x8f",
        "'\u0095\0\0\0\0\0\0\0\0\u0097', 0x97",
    })
    void instructions_that_tensors_do_not_need_are_refused(String instructions, String named) throws IOException {
        Path file = file(new PickleWriter().global("collections", "OrderedDict").raw(instructions), 0);
        assertThatThrownBy(() -> PthFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": instruction " + named + " of the pickle is not needed for plain tensors");
    }

    @Test
    void a_pickle_that_breaks_off_or_takes_from_an_empty_stack_is_damaged() throws IOException {
        for (String instructions : new String[] {"", "R", "s", "}s", "(", "Nb", "X\1", "h\1", "}NNs", "))R"}) {
            Path file = file(new PickleWriter().raw(instructions), 0);
            assertThatThrownBy(() -> PthFile.read(file))
                    .as(instructions)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void a_text_longer_than_the_file_takes_no_memory() throws IOException {
        for (char instruction : new char[] {'X', 'T', 'B'}) {
            Path file = file(new PickleWriter().raw(instruction).raw(0xff, 0xff, 0xff, 0x7f), 0);
            assertThatThrownBy(() -> PthFile.read(file))
                    .hasMessage(file + ": a text of 2147483647 bytes, but only 1 bytes are left");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FloatStorage | 6  | 1 | 2,3         | 3,1     | extends beyond the 6 numbers of archive/data/0",
                "FloatStorage | 6  | 0 | 2,3         | 4,1     | extends beyond the 6 numbers of archive/data/0",
                "FloatStorage | 6  | 5 | 2           | -1      | extends beyond the 6 numbers of archive/data/0",
                "FloatStorage | 6  | 0 | 2           | 3,1     | extends beyond the 6 numbers of archive/data/0",
                "FloatStorage | 6  | 0 | 2,2         | 2147483647,2147483647 | extends beyond the 6 numbers",
                "FloatStorage | 7  | 0 | 2,3         | 3,1     | declares 7 numbers, archive/data/0 holds 6",
                "FloatStorage | 6  | 0 | 60000,60000 | 0,0     | its shape needs more than the file's",
                "FloatStorage | 6  | 0 | -2,3        | 3,1     | its shape needs more than the file's",
                "FloatStorage | 6  | 0 | 2147483647,2147483647,2147483647 | 0,0,0 | its shape needs more than the"
                        + " file's",
                "ByteStorage  | 6  | 0 | 2,3         | 3,1     | numbers of type ByteStorage, expected float",
            })
    void a_tensor_that_does_not_fit_the_file_is_refused_by_name(
            String type, int count, int offset, String size, String stride, String message) throws IOException {
        PickleWriter pickle = new PickleWriter()
                .raw("}")
                .text("a")
                .tensor(type, "0", count, offset, numbers(size), numbers(stride))
                .raw("s");
        Path file = file(pickle, 6);
        assertThatThrownBy(() -> PthFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + "/a: " + message);
    }

    /** A storage shared by many tensors would otherwise be read many times over. */
    @Test
    void tensors_that_share_their_numbers_again_and_again_are_refused() throws IOException {
        PickleWriter pickle = new PickleWriter().raw("}");
        for (int i = 0; i < 200; i++) {
            pickle.text("t" + i)
                    .tensor("FloatStorage", "0", 4000, 0, new int[] {4000}, new int[] {1})
                    .raw("s");
        }
        Path file = file(pickle, 4000);
        assertThatThrownBy(() -> PthFile.read(file)).hasMessageContaining("its shape needs more than the file's");
    }

    @Test
    void an_entry_that_unpacks_to_more_than_the_file_is_refused() throws IOException {
        Path file = folder.resolve("bomb.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("archive/data.pkl"));
            zip.write(new byte[1 << 24]);
        }
        assertThatThrownBy(() -> PthFile.read(file)).hasMessageContaining("data.pkl: more bytes than the");
    }

    @Test
    void what_is_no_checkpoint_says_so() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no checkpoint");
        assertThatThrownBy(() -> PthFile.read(text))
                .hasMessageStartingWith(text + ": not a PyTorch checkpoint, or truncated");
        Path list = file(new PickleWriter().raw("]"), 0);
        assertThatThrownBy(() -> PthFile.read(list)).hasMessage(list + ": expected a dictionary, found a list");
        Path other = file(new PickleWriter().raw("}").text("epoch").number(3).raw("s"), 0);
        assertThatThrownBy(() -> PthFile.read(other))
                .hasMessage(other
                        + ": no state_dict, neither under [model, state_dict, model_state_dict] or [ema, ema_state_dict,"
                        + " state_dict_ema, model_ema, ema_model] nor as the whole file; it has [epoch]");
        Path number = file(
                new PickleWriter()
                        .raw("}")
                        .text("model")
                        .raw("}")
                        .text("a")
                        .number(3)
                        .raw("ss"),
                0);
        assertThatThrownBy(() -> PthFile.read(number))
                .hasMessage(number + ": entry 'a' of the state_dict is not a tensor");
    }

    /** Whatever a byte is changed to, the file is read or refused: nothing else happens. */
    @Test
    void damage_anywhere_in_the_pickle_is_survived() throws IOException {
        byte[] pickle = new PickleWriter()
                .raw("}")
                .text("a")
                .tensor("FloatStorage", "0", 6, 0, SIX, ROWS)
                .raw("s")
                .end();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = pickle.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Path file = folder.resolve("damaged.pth");
            write(file, damaged, 6, ByteOrder.LITTLE_ENDIAN);
            Throwable thrown = catchThrowable(() -> PthFile.read(file));
            if (thrown != null) {
                assertThat(thrown)
                        .as("attempt " + i)
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith(file.toString())
                        .hasMessageNotContaining("\n");
            }
        }
    }

    @Test
    void big_endian_files_are_read_as_such() throws IOException {
        PickleWriter pickle = new PickleWriter()
                .raw("}")
                .text("a")
                .tensor("FloatStorage", "0", 6, 0, SIX, ROWS)
                .raw("s");
        Path file = file(pickle, 6, ByteOrder.BIG_ENDIAN);
        assertThat(PthFile.read(file).tensor("a")).contains(counted(DataType.FLOAT, 0, 2, 3));
    }

    private Path file(PickleWriter pickle, int floats) throws IOException {
        return file(pickle, floats, ByteOrder.LITTLE_ENDIAN);
    }

    private Path file(PickleWriter pickle, int floats, ByteOrder order) throws IOException {
        Path file = Files.createTempFile(folder, "model", ".pth");
        write(file, pickle.end(), floats, order);
        return file;
    }

    /** A checkpoint with one storage of the numbers 0, 1, 2, ... */
    private static void write(Path file, byte[] pickle, int floats, ByteOrder order) throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(floats * Float.BYTES).order(order);
        for (int i = 0; i < floats; i++) {
            numbers.putFloat(i);
        }
        write(file, pickle, numbers);
    }

    /** A checkpoint with one storage of these numbers. */
    @SuppressWarnings("ByteBufferBackingArray") // every caller allocates
    private static void write(Path file, byte[] pickle, ByteBuffer numbers) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        entries.put(
                "archive/byteorder",
                (numbers.order() == ByteOrder.BIG_ENDIAN ? "big" : "little").getBytes(StandardCharsets.US_ASCII));
        entries.put("archive/data/0", numbers.array());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(0);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
    }

    private Path resource(String name) {
        Path file = folder.resolve(name);
        try (InputStream in = PthFileTest.class.getResourceAsStream(name)) {
            Files.copy(in, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static int[] numbers(String list) {
        return Arrays.stream(list.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    private static INDArray counted(DataType type, int from, long... shape) {
        return Nd4j.arange(from, from + Nd4j.zeros(shape).length()).castTo(type).reshape(shape);
    }
}
