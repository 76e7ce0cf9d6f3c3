package io.github.yolox4j.cluster;

import io.github.yolox4j.cli.Main;
import io.github.yolox4j.cli.ranks.RanksSource;
import io.github.yolox4j.train.parallel.Membership;
import io.github.yolox4j.train.parallel.Ranks;
import io.github.yolox4j.train.parallel.RingLimits;
import io.github.yolox4j.train.parallel.Seat;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.BarrierTaskContext;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** What a task does: it meets the others, and trains with them as {@code yolox4j train} does. */
final class RankTask extends AbstractFunction1<Iterator<Integer>, Iterator<String>> implements Serializable {

    private static final long serialVersionUID = 1;

    private final ArrayList<String> words;
    private final String run;
    private final String secret;
    private final Map<String, String> files;

    /**
     * For all ranks.
     *
     * @param words of the command line
     * @param run a name that no other run has
     * @param secret that only the ranks know
     * @param files settings of Hadoop's file systems
     */
    RankTask(List<String> words, String run, String secret, Map<String, String> files) {
        this.words = new ArrayList<>(words);
        this.run = run;
        this.secret = secret;
        this.files = files;
    }

    @Override
    public Iterator<String> apply(Iterator<Integer> partition) {
        BarrierTaskContext context = BarrierTaskContext.get();
        try (Seat seat = Seat.at(new InetSocketAddress(host(context), 0))) {
            InetSocketAddress own = seat.address();
            List<InetSocketAddress> addresses = new ArrayList<>();
            for (String address : context.allGather(own.getHostString() + ":" + own.getPort())) {
                int colon = address.lastIndexOf(':');
                addresses.add(new InetSocketAddress(
                        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
            }
            String said = train(context, new Joining(seat, context.partitionId(), addresses));
            return scala.jdk.javaapi.CollectionConverters.asScala(List.of(said).iterator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Spark says where this task runs, as other tasks can reach it. */
    private static String host(BarrierTaskContext context) {
        String address = context.getTaskInfos()[context.partitionId()].address();
        return address.substring(0, address.lastIndexOf(':'));
    }

    private String train(BarrierTaskContext context, Joining joining) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Writer console = new OutputStreamWriter(System.out, Charset.defaultCharset());
        int code;
        try (LocalPaths paths = LocalPaths.of(new TrainingArguments(words), files, joining.rank())) {
            TrainingArguments arguments = paths.arguments();
            if (arguments.value("--threads").isEmpty()) {
                arguments = arguments.with("--threads", Integer.toString(context.cpus()));
            }
            code = Main.run(
                    new PrintWriter(new Copied(out, console), true),
                    new PrintWriter(new Copied(err, console), true),
                    joining,
                    arguments.words().toArray(String[]::new));
        }
        if (code != 0) {
            String last = err.toString()
                    .strip()
                    .lines()
                    .reduce((first, second) -> second)
                    .orElse("exit code " + code);
            String reason = "rank " + joining.rank() + ": " + last;
            throw joining.hasJoined() ? FailedRank.failed(reason) : FailedRank.refused(reason);
        }
        return joining.rank() == 0 ? out.toString() : "";
    }

    /** Writes to two places. */
    private static final class Copied extends FilterWriter {

        private final Writer copy;

        Copied(Writer first, Writer copy) {
            super(first);
            this.copy = copy;
        }

        @Override
        public void write(int character) throws IOException {
            super.write(character);
            copy.write(character);
        }

        @Override
        public void write(char[] characters, int offset, int length) throws IOException {
            super.write(characters, offset, length);
            copy.write(characters, offset, length);
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            super.write(text, offset, length);
            copy.write(text, offset, length);
        }

        @Override
        public void flush() throws IOException {
            super.flush();
            copy.flush();
        }
    }

    /** Joins the ranks that Spark has brought together. */
    private final class Joining implements RanksSource {

        private final Seat seat;
        private final int rank;
        private final List<InetSocketAddress> addresses;
        private boolean hasJoined;

        Joining(Seat seat, int rank, List<InetSocketAddress> addresses) {
            this.seat = seat;
            this.rank = rank;
            this.addresses = addresses;
        }

        @Override
        public int rank() {
            return rank;
        }

        @Override
        public int size() {
            return addresses.size();
        }

        @Override
        public Ranks join(String configuration, RingLimits limits) throws IOException {
            Ranks ranks = seat.join(new Membership(rank, addresses, run, secret, configuration), limits);
            hasJoined = true;
            return ranks;
        }

        boolean hasJoined() {
            return hasJoined;
        }
    }
}
