// Pipelines of Beam's Java SDK that check their own results: java -cp <jars> Cases.java <case> <pipeline options>.

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.beam.fn.harness.ExternalWorkerService;
import org.apache.beam.model.pipeline.v1.ExternalTransforms.ExternalConfigurationPayload;
import org.apache.beam.runners.portability.PortableRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaTranslation;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.util.construction.External;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;

public class Cases {
  public static void main(String[] args) throws Exception {
    String name = args[0];
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    String service = null;
    for (String arg : rest) if (arg.startsWith("--service=")) service = arg.substring("--service=".length());
    String[] given = Arrays.stream(rest).filter(arg -> !arg.startsWith("--service=")).toArray(String[]::new);
    PortablePipelineOptions options = PipelineOptionsFactory.fromArgs(given).as(PortablePipelineOptions.class);
    options.setRunner(PortableRunner.class);
    // Workers in this process. PortableRunner's own way, LOOPBACK, has none yet when External asks for one.
    String workers = new ExternalWorkerService(options).start().getApiServiceDescriptor().getUrl();
    options.setDefaultEnvironmentType("EXTERNAL");
    options.setDefaultEnvironmentConfig(workers);
    Pipeline pipeline = Pipeline.create(options);
    switch (name) {
      case "word-count":
        wordCount(pipeline);
        break;
      case "side-input":
        sideInput(pipeline);
        break;
      case "state-and-timer":
        stateAndTimer(pipeline);
        break;
      case "typescript-transform":
        typeScript(pipeline, service);
        break;
      default:
        throw new IllegalArgumentException("no case " + name);
    }
    PipelineResult.State state = pipeline.run().waitUntilFinish();
    if (state != PipelineResult.State.DONE) throw new IllegalStateException("the job ended as " + state);
    System.out.println("PASS " + name);
    System.exit(0);
  }

  static void wordCount(Pipeline pipeline) {
    PCollection<String> counted =
        pipeline
            .apply(Create.of("a b c", "b c", "c"))
            .apply(FlatMapElements.into(TypeDescriptors.strings()).via((String line) -> Arrays.asList(line.split(" "))))
            .apply(Count.perElement())
            .apply(MapElements.into(TypeDescriptors.strings()).via(pair -> pair.getKey() + ": " + pair.getValue()));
    expect(counted, "a: 1", "b: 2", "c: 3");
  }

  static void sideInput(Pipeline pipeline) {
    PCollectionView<List<Integer>> side = pipeline.apply("side", Create.of(10, 20)).apply(View.asList());
    PCollection<String> read =
        pipeline
            .apply(Create.of(1, 2))
            .apply(
                ParDo.of(
                        new DoFn<Integer, String>() {
                          @ProcessElement
                          public void process(ProcessContext context) {
                            int sum = context.sideInput(side).stream().mapToInt(Integer::intValue).sum();
                            context.output(String.valueOf(context.element() + sum));
                          }
                        })
                    .withSideInputs(side));
    expect(read, "31", "32");
  }

  static class Summing extends DoFn<KV<String, Integer>, String> {
    @StateId("sum")
    private final StateSpec<ValueState<Integer>> sum = StateSpecs.value(VarIntCoder.of());

    @TimerId("end")
    private final TimerSpec end = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<String, Integer> pair, @StateId("sum") ValueState<Integer> kept, @TimerId("end") Timer timer) {
      Integer before = kept.read();
      kept.write((before == null ? 0 : before) + pair.getValue());
      timer.set(new org.joda.time.Instant(1000));
    }

    @OnTimer("end")
    public void onEnd(@Key String key, @StateId("sum") ValueState<Integer> kept, OutputReceiver<String> out) {
      out.output(key + " " + kept.read());
    }
  }

  static void stateAndTimer(Pipeline pipeline) {
    PCollection<String> sums =
        pipeline
            .apply(Create.of(KV.of("a", 1), KV.of("a", 2), KV.of("b", 3)).withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())))
            .apply(ParDo.of(new Summing()));
    expect(sums, "a 3", "b 3");
  }

  /** A transform that a file in TypeScript offers. */
  static void typeScript(Pipeline pipeline, String service) throws Exception {
    Schema schema = Schema.builder().addStringField("ending").build();
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    RowCoder.of(schema).encode(Row.withSchema(schema).addValue("!").build(), row);
    byte[] payload =
        ExternalConfigurationPayload.newBuilder()
            .setSchema(SchemaTranslation.schemaToProto(schema, true))
            .setPayload(org.apache.beam.vendor.grpc.v1p60p1.com.google.protobuf.ByteString.copyFrom(row.toByteArray()))
            .build()
            .toByteArray();
    PCollection<String> texts = pipeline.apply(Create.of("a", "b"));
    expect(texts.apply(External.of("beam:transform:org.example:shout:v1", payload, service)), "A!", "B!");
  }

  /** Fails the job unless these are the elements. */
  static void expect(PCollection<String> made, String... wanted) {
    made.setCoder(StringUtf8Coder.of())
        .apply(WithKeys.of("all"))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
        .apply(GroupByKey.create())
        .apply(
            ParDo.of(
                new DoFn<KV<String, Iterable<String>>, Void>() {
                  @ProcessElement
                  public void process(@Element KV<String, Iterable<String>> all) {
                    TreeSet<String> found = new TreeSet<>();
                    all.getValue().forEach(found::add);
                    if (!found.equals(new TreeSet<>(Arrays.asList(wanted))))
                      throw new IllegalStateException("wanted " + Arrays.toString(wanted) + ", found " + found);
                  }
                }));
  }
}
