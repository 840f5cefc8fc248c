import { createWriteStream } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { ArtifactFilePayload, Pipeline, Struct } from '@hornbeam/proto';
import { toJson } from '@hornbeam/proto/json';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';
import { Reader, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';

/** What goes into one jar that holds a whole job. */
export interface UberJarSettings {
  /** Where to write it. */
  readonly file: string;
  /** Beam's Flink runner in one jar, with all that it depends on but Flink. */
  readonly runnerJar: string;
  readonly pipeline: Pipeline;
  /** Keys `beam:option:<name>:v1`. */
  readonly options: Struct;
}

/** The class in the jar whose main method begins the job. */
export const UBER_JAR_ENTRY = 'org.apache.beam.runners.flink.FlinkPipelineRunner';

const FOLDER = 'BEAM-PIPELINE';
const JOB = 'pipeline';

/**
 * Writes a jar that holds Beam's runner, a plan, its options and the files that its workers need, as the runner looks
 * for them:
 *
 *     BEAM-PIPELINE/pipeline-manifest.json            { "defaultJobName": "pipeline" }
 *     BEAM-PIPELINE/pipeline/pipeline.json            the plan, JSON of protobuf
 *     BEAM-PIPELINE/pipeline/pipeline-options.json    the options, likewise
 *     BEAM-PIPELINE/pipeline/artifacts/0-bundle.mjs   files of environments
 *
 * What the runner's jar holds is copied as it is, not compressed again.
 * @throws BeamError `E_IO`
 */
export async function writeUberJar({ file, runnerJar, pipeline, options }: UberJarSettings): Promise<void> {
  const jar = await open(runnerJar).catch((thrown: unknown) => {
    throw BeamError.from(thrown, 'E_IO', { path: runnerJar });
  });
  try {
    const writer = new ZipWriter(Writable.toWeb(createWriteStream(file)), { useWebWorkers: false });
    await writer.prependZip(new FileReader(jar, (await jar.stat()).size));
    const files = new Map<string, string>();
    const packed = packedPipeline(pipeline, files);
    const texts = {
      [`${FOLDER}/pipeline-manifest.json`]: { defaultJobName: JOB },
      [`${FOLDER}/${JOB}/pipeline.json`]: toJson(Pipeline, packed),
      [`${FOLDER}/${JOB}/pipeline-options.json`]: toJson(Struct, options),
    };
    for (const [name, json] of Object.entries(texts)) {
      await writer.add(name, new TextReader(JSON.stringify(json)), { level: 1 });
    }
    for (const [name, path] of files) {
      await writer.add(name, new Uint8ArrayReader(await readFile(path)), { level: 1 });
    }
    await writer.close();
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_IO', { path: file });
  } finally {
    await jar.close();
  }
}

/** The plan with its files where they are in the jar. @param files is told the name there of each path here */
function packedPipeline(pipeline: Pipeline, files: Map<string, string>): Pipeline {
  const components = pipeline.components!;
  const environments = Object.entries(components.environments).map(([id, environment]) => {
    const dependencies = environment.dependencies.map((dependency) => {
      if (dependency.typeUrn !== urns.artifactTypes.file) return dependency;
      const payload = ArtifactFilePayload.decode(dependency.typePayload);
      const name = `${FOLDER}/${JOB}/artifacts/${files.size}-${payload.path.split('/').at(-1)}`;
      files.set(name, payload.path);
      const typePayload = ArtifactFilePayload.encode({ ...payload, path: `classpath://${name}` }).finish();
      return { ...dependency, typePayload };
    });
    return [id, { ...environment, dependencies }] as const;
  });
  return Pipeline.create({
    ...pipeline,
    components: { ...components, environments: Object.fromEntries(environments) },
  });
}

/** An open file as zip.js reads it. */
class FileReader extends Reader<FileHandle> {
  private readonly file: FileHandle;

  constructor(file: FileHandle, size: number) {
    super(file);
    this.file = file;
    this.size = size;
  }

  override async readUint8Array(at: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - at));
    const buffer = new Uint8Array(wanted);
    for (let have = 0; have < wanted; ) {
      const { bytesRead } = await this.file.read(buffer, have, wanted - have, at + have);
      if (bytesRead === 0) return buffer.subarray(0, have);
      have += bytesRead;
    }
    return buffer;
  }
}
