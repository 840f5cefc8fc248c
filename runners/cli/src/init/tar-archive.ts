/**
 * A package archive as npm reads it: gzip over the format ustar.
 *
 *     for each file:  header (512 bytes) | content | zeros up to a multiple of 512
 *     at the end:     1024 zeros
 *
 * The same files give the same bytes, so that the checksums of a lockfile hold.
 */
import { gzipSync } from 'node:zlib';
import { BeamError } from '@hornbeam/sdk/model';

/** A file of an archive. */
export interface ArchivedFile {
  /** With `/`, relative. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly isExecutable: boolean;
}

const BLOCK = 512;

/** The time of change that npm gives all files of a package, seconds. */
const CHANGED = 499_162_500;

/** Fields of a header: where they begin and how long they are, bytes. */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  owner: [108, 8],
  group: [116, 8],
  size: [124, 12],
  changed: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
  prefix: [345, 155],
} as const;

/** The bytes of a `.tgz`. @throws BeamError `E_IO` for a path that the format has no room for */
export function tarArchive(files: readonly ArchivedFile[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const file of files) {
    const { content } = file;
    blocks.push(header(file), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK));
  }
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]));
}

function header({ path, content, isExecutable }: ArchivedFile): Buffer {
  const block = Buffer.alloc(BLOCK);
  const put = (field: keyof typeof fields, text: string): void => {
    block.write(text, fields[field][0], fields[field][1], 'utf8');
  };
  /** Octal, ended by a zero byte. */
  const putNumber = (field: keyof typeof fields, value: number): void =>
    put(field, value.toString(8).padStart(fields[field][1] - 1, '0'));
  const [prefix, name] = splitPath(path);
  put('name', name);
  put('prefix', prefix);
  putNumber('mode', isExecutable ? 0o755 : 0o644);
  putNumber('owner', 0);
  putNumber('group', 0);
  putNumber('size', content.length);
  putNumber('changed', CHANGED);
  put('type', '0');
  put('magic', 'ustar\0' + '00');
  // The sum is taken as if its own field held spaces.
  put('checksum', ' '.repeat(8));
  const sum = block.reduce((total, byte) => total + byte, 0);
  put('checksum', `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** A long path is cut at a slash into a prefix and a name. */
function splitPath(path: string): [prefix: string, name: string] {
  const fits = (text: string, field: 'name' | 'prefix'): boolean =>
    Buffer.byteLength(text) <= fields[field][1];
  if (fits(path, 'name')) return ['', path];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (fits(prefix, 'prefix') && fits(name, 'name')) return [prefix, name];
  }
  throw new BeamError('E_IO', 'A path is too long for a package archive.', { path });
}
