import type { ArtifactInformation } from '@hornbeam/proto';

/** The files that come with a job, as its workers fetch them. */
export interface ArtifactSource {
  /** By environment of the plan; none where an environment needs none. */
  readonly artifacts: ReadonlyMap<string, readonly ArtifactInformation[]>;
  /** The bytes of one of them. @throws BeamError `E_IO` when it is not among them, or is gone */
  read(artifact: ArtifactInformation): AsyncIterable<Uint8Array>;
}
