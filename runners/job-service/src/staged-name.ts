import { ArtifactFilePayload, type ArtifactInformation, ArtifactStagingToRolePayload } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { BeamError } from '@hornbeam/sdk/model';

/**
 * The name under which workers are to put a file, where the plan says one.
 * @throws BeamError `E_BAD_PLAN` for a name that leads out of the folder it is put to
 */
export function stagedNameOf({ roleUrn, rolePayload }: ArtifactInformation): string | undefined {
  if (roleUrn !== urns.artifactRoles.stagingTo) return undefined;
  const { stagedName } = decoded(() => ArtifactStagingToRolePayload.decode(rolePayload));
  const parts = stagedName.split(/[\\/]/);
  const isRooted = parts[0] === '' || /^[a-z]:/i.test(stagedName);
  if (
    isRooted ||
    parts.some((part) => part === '..' || part === '.' || part === '') ||
    stagedName.includes('\0')
  ) {
    throw new BeamError(
      'E_BAD_PLAN',
      `A file is to be staged as ${JSON.stringify(stagedName)}, which is not allowed.`,
      {
        help: 'names of staged files stay below the folder that they are staged to',
      },
    );
  }
  return stagedName;
}

/** The SHA-256 and the last part of the path that a client gives of a file; empty where it gives none. */
export function fileFacts({ typeUrn, typePayload }: ArtifactInformation): { sha256: string; name: string } {
  if (typeUrn !== urns.artifactTypes.file) return { sha256: '', name: '' };
  const { sha256, path } = decoded(() => ArtifactFilePayload.decode(typePayload));
  const last = path.split(/[\\/]/).at(-1) ?? '';
  const name = last.replace(/[^\w.@+-]/g, '_');
  return { sha256: sha256.toLowerCase(), name: /^\.*$/.test(name) ? '' : name };
}

function decoded<T>(decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    throw new BeamError('E_BAD_PLAN', 'A file of the plan is described by bytes that do not decode.', {
      cause,
      help: 'mend the SDK or the program that wrote the plan',
    });
  }
}
