import { fileURLToPath } from 'node:url';
import { BeamError } from '../model/errors.js';

/**
 * The local path of a location: a plain path as it is, a `file://` URL decoded.
 * @throws BeamError `E_UNSUPPORTED` for other schemes, `E_BAD_ARGUMENT` for what is no location.
 */
export function localPath(location: string): string {
  if (typeof location !== 'string' || location === '') {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      `A path must be a text that is not empty, not ${String(location)}.`,
      {
        help: "give a path, a glob such as 'data/*.txt', or a file:// URL",
      },
    );
  }
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(location)?.[1]?.toLowerCase();
  if (scheme === undefined) return location;
  if (scheme !== 'file') {
    throw new BeamError('E_UNSUPPORTED', `No file system is known for "${scheme}://" (${location}).`, {
      path: location,
      help: 'use a local path, or hand in a fileSystem of your own with the options of the source or sink',
    });
  }
  try {
    return fileURLToPath(location);
  } catch (cause) {
    throw new BeamError(
      'E_BAD_ARGUMENT',
      `"${location}" is no usable file URL: ${(cause as Error).message}.`,
      {
        path: location,
        help: 'write file:///folder/name',
        cause,
      },
    );
  }
}
