package hornbeam.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * The pipelines of the bench in Java, run by a job server whose workers are in this process. Arguments: which, the
 * input (a file, or a number of elements), then pipeline options. The last line it prints is JSON.
 */
public final class Pipelines {
  private static final Pattern WORD = Pattern.compile("[a-z']+");
  private static final int SEEDS = 40;
  private static final int KEYS = 10_000;
  /** Ten digits follow: a text has 100 characters. */
  private static final String TEXT = "x".repeat(90);

  private static final int FIRST = 1_000_000_000;
  private static final LongAdder ELEMENTS = new LongAdder();
  private static final LongAdder CHECK = new LongAdder();

  /** What Flink's runner is told; the class that declares these options for it is not among the jars here. */
  public interface FlinkOptions extends PipelineOptions {
    Integer getParallelism();

    void setParallelism(Integer parallelism);

    Long getMaxBundleSize();

    void setMaxBundleSize(Long elements);
  }

  public static void main(String[] args) throws InterruptedException {
    PipelineOptionsFactory.register(FlinkOptions.class);
    Pipeline p =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs(Arrays.copyOfRange(args, 2, args.length)).as(FlinkOptions.class));
    switch (args[0]) {
      case "wordcount":
        wordCount(p, args[1]);
        break;
      case "identity":
        identity(p, Integer.parseInt(args[1]));
        break;
      default:
        state(p, Integer.parseInt(args[1]));
    }
    long started = System.nanoTime();
    long cpu = cpuNanos();
    String state = end(p.run()).toString();
    System.out.printf(
        "{\"state\":\"%s\",\"seconds\":%.3f,\"cpuSeconds\":%.3f,\"processCpuSeconds\":%.3f,"
            + "\"elements\":%d,\"check\":%d}%n",
        state,
        (System.nanoTime() - started) / 1e9,
        (cpuNanos() - cpu) / 1e9,
        cpuNanos() / 1e9,
        ELEMENTS.sum(),
        CHECK.sum());
    System.exit(0);
  }

  /** Waits for the end of a job: what Beam has for that looks every three seconds only. */
  private static PipelineResult.State end(PipelineResult job) throws InterruptedException {
    while (!job.getState().isTerminal()) Thread.sleep(20);
    return job.waitUntilFinish();
  }

  /** User and system time of this process, all threads and the compilers included. */
  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void wordCount(Pipeline p, String file) {
    p.apply(TextIO.read().from(file))
        .apply(
            ParDo.of(
                new DoFn<String, String>() {
                  @ProcessElement
                  public void process(@Element String line, OutputReceiver<String> out) {
                    Matcher words = WORD.matcher(line.toLowerCase());
                    while (words.find()) out.output(words.group());
                  }
                }))
        .apply(Count.perElement())
        .apply(
            ParDo.of(
                new DoFn<KV<String, Long>, Void>() {
                  @ProcessElement
                  public void process(@Element KV<String, Long> count) {
                    ELEMENTS.increment();
                    CHECK.add(count.getKey().length() * count.getValue());
                  }
                }));
  }

  private static PCollection<Integer> seeds(Pipeline p) {
    return p.apply(Create.of(IntStream.range(0, SEEDS).boxed().collect(Collectors.toList())));
  }

  private static void identity(Pipeline p, int elements) {
    int each = elements / SEEDS;
    seeds(p)
        .apply(
            ParDo.of(
                new DoFn<Integer, String>() {
                  @ProcessElement
                  public void process(@Element Integer seed, OutputReceiver<String> out) {
                    for (int n = 0; n < each; n++) out.output(TEXT + (FIRST + seed * each + n));
                  }
                }))
        .apply("Before", Reshuffle.viaRandomKey())
        .apply(
            "Identity",
            ParDo.of(
                new DoFn<String, String>() {
                  @ProcessElement
                  public void process(@Element String text, OutputReceiver<String> out) {
                    out.output(text);
                  }
                }))
        .apply("After", Reshuffle.viaRandomKey())
        .apply(
            ParDo.of(
                new DoFn<String, Void>() {
                  @ProcessElement
                  public void process(@Element String text) {
                    ELEMENTS.increment();
                    CHECK.add(text.length());
                  }
                }));
  }

  private static void state(Pipeline p, int elements) {
    int each = elements / SEEDS;
    seeds(p)
        .apply(
            ParDo.of(
                new DoFn<Integer, KV<String, Long>>() {
                  @ProcessElement
                  public void process(@Element Integer seed, OutputReceiver<KV<String, Long>> out) {
                    for (int n = 0; n < each; n++) {
                      long i = (long) seed * each + n;
                      out.output(KV.of("key" + i % KEYS, i));
                    }
                  }
                }))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
        .apply(
            ParDo.of(
                new DoFn<KV<String, Long>, Long>() {
                  @StateId("count")
                  private final StateSpec<ValueState<Long>> spec = StateSpecs.value(VarLongCoder.of());

                  @ProcessElement
                  public void process(
                      @StateId("count") ValueState<Long> count, OutputReceiver<Long> out) {
                    Long before = count.read();
                    long now = before == null ? 1 : before + 1;
                    count.write(now);
                    out.output(now);
                  }
                }))
        .apply(
            ParDo.of(
                new DoFn<Long, Void>() {
                  @ProcessElement
                  public void process(@Element Long count) {
                    ELEMENTS.increment();
                    CHECK.add(count);
                  }
                }));
  }
}
