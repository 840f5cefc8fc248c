import type { Disk, DiskFile } from '@hornbeam/store';

/** What goes wrong on purpose between a store and its disk, see mutants.ts. */
export interface DiskFlaws {
  readonly noSync?: boolean;
  readonly noFolderSync?: boolean;
  /** Of every append the last byte is lost. */
  readonly shortWrites?: boolean;
}

/** A disk that does not do quite what it is told. */
export function flawedDisk(disk: Disk, flaws: DiskFlaws): Disk {
  const file = (inner: DiskFile): DiskFile => ({
    get name() {
      return inner.name;
    },
    get length() {
      return inner.length;
    },
    append: (parts) => {
      if (!flaws.shortWrites || parts.length === 0) return inner.append(parts);
      const last = parts[parts.length - 1]!;
      return inner.append([...parts.slice(0, -1), last.subarray(0, Math.max(0, last.length - 1))]);
    },
    sync: () => (flaws.noSync ? Promise.resolve() : inner.sync()),
    read: (position, target) => inner.read(position, target),
    close: () => inner.close(),
  });
  return {
    folder: disk.folder,
    list: () => disk.list(),
    create: async (name) => file(await disk.create(name)),
    open: (name) => {
      const opened = disk.open(name);
      return opened && file(opened);
    },
    rename: (from, to) => disk.rename(from, to),
    remove: (name) => disk.remove(name),
    renew: (name, from) => disk.renew(name, from),
    syncFolder: () => (flaws.noFolderSync ? Promise.resolve() : disk.syncFolder()),
  };
}
