/**
 * The open groups of a grouping in a store, in two spaces: `groups` has under window and key what the machine knows of a
 * group and the number of its buffer, `values` under the number (8 bytes) what is in the buffer. A buffer that holds one
 * accumulator stands behind its group instead.
 *
 * Owns: the numbers of buffers.
 *
 * Invariants:
 *  G1  a number belongs to one buffer at a time; a buffer that no group has any more goes with the epoch in which that
 *      came to be.
 *  G2  a buffer that only grew has its new values added, and is not written again.
 */
import type {
  GroupBuffer,
  GroupingMachine,
  GroupState,
  OpenGroup,
  PanesOfGroup,
  TriggerState,
} from '@hornbeam/engine';
import { ByteReader, ByteWriter, type Coder } from '@hornbeam/sdk/model';
import type { EpochWriter } from '@hornbeam/store';
import type { KeptBuffer } from '../../stores/kept-buffer.js';
import type { Keeping, KeptPart } from './keeping.js';
import { numberKey } from './number-key.js';
import type { WindowedKeyForm } from './windowed-key.js';

export const groupSpace = (step: string): string => `groups ${step}`;
export const valueSpace = (step: string): string => `values ${step}`;

/** What the groups of a grouping are kept by. */
export interface KeptGroupsSettings {
  readonly step: string;
  readonly machine: GroupingMachine<unknown, unknown>;
  readonly form: WindowedKeyForm;
  /** Of what is in the buffers. */
  readonly value: Coder<any>;
  readonly buffer: () => KeptBuffer;
  readonly keeping: Keeping;
}

const OPEN = 0;
const PANED = 1;
const IDLE = 2;
const CLOSED = 3;
const OPEN_WITH_VALUES = 4;
const PANED_WITH_VALUES = 5;

/** See the head of this file. */
export class KeptGroups implements KeptPart {
  private readonly settings: KeptGroupsSettings;
  private readonly groups: string;
  private readonly values: string;
  private readonly writer = new ByteWriter();
  private readonly reader = new ByteReader(new Uint8Array());
  private readonly numberKey = new Uint8Array(8);
  private nextNumber = 1;

  /** Fills the machine with what was kept, and goes on keeping. */
  constructor(settings: KeptGroupsSettings) {
    this.settings = settings;
    const { step, machine, form, value: coder, keeping } = settings;
    this.groups = groupSpace(step);
    this.values = valueSpace(step);
    keeping.claim(this.values, coder);
    for (const { key: place, value } of keeping.claim(this.groups, ...form.coders)) {
      const { window, key } = form.decode(place);
      machine.restore(key, window, this.decode(value));
    }
    keeping.add(this);
  }

  save(to: EpochWriter): void {
    const { machine, form } = this.settings;
    const { groups, values } = this;
    const left = new Set<KeptBuffer>();
    for (const change of machine.changes()) {
      const { key, window, state } = change;
      if (change.left !== undefined) left.add(change.left as KeptBuffer);
      const place = form.encode(window, key);
      if (state === undefined) {
        to.delete(groups, place);
        continue;
      }
      if (state.kind === 'open' && (state.buffer as KeptBuffer).isInline) {
        to.put(groups, place, this.encodeWithValues(state));
        continue;
      }
      let number = 0;
      if (state.kind === 'open') {
        left.delete(state.buffer as KeptBuffer);
        number = this.saveBuffer(state.buffer as KeptBuffer, to);
      }
      to.put(groups, place, this.encode(state, number));
    }
    for (const buffer of left) {
      if (buffer.keptAs === undefined) continue;
      to.delete(values, numberKey(buffer.keptAs, this.numberKey));
      buffer.keptAs = undefined; // G1
    }
  }

  private saveBuffer(buffer: KeptBuffer, to: EpochWriter): number {
    const isNew = buffer.keptAs === undefined;
    buffer.keptAs ??= this.nextNumber++;
    const { isWhole, values } = buffer.takeChange(isNew);
    if (!isWhole && values.length === 0) return buffer.keptAs;
    const { writer } = this;
    writer.reset();
    for (const value of values) this.settings.value.encode(value, writer);
    const key = numberKey(buffer.keptAs, this.numberKey);
    if (isWhole) to.put(this.values, key, writer.view());
    else to.append(this.values, key, writer.view()); // G2
    return buffer.keptAs;
  }

  private encode(state: GroupState<unknown>, number: number): Uint8Array {
    const { writer } = this;
    writer.reset();
    if (state.kind === 'idle') {
      writer.writeByte(IDLE);
      writer.writeVarint(state.panes);
    } else if (state.kind === 'closed') {
      writer.writeByte(CLOSED);
    } else {
      writer.writeByte(state.panes === undefined ? OPEN : PANED);
      writer.writeVarint(number);
      if (state.panes !== undefined) writePanes(state.panes, writer);
    }
    return writer.view();
  }

  private encodeWithValues({ buffer, panes }: OpenGroup<unknown>): Uint8Array {
    const { writer } = this;
    writer.reset();
    writer.writeByte(panes === undefined ? OPEN_WITH_VALUES : PANED_WITH_VALUES);
    if (panes !== undefined) writePanes(panes, writer);
    for (const value of (buffer as KeptBuffer).takeChange(true).values) {
      this.settings.value.encode(value, writer);
    }
    return writer.view();
  }

  private decode(bytes: Uint8Array): GroupState<unknown> {
    const { reader } = this;
    reader.reset(bytes);
    const kind = reader.readByte();
    switch (kind) {
      case IDLE:
        return { kind: 'idle', panes: reader.readVarint() };
      case CLOSED:
        return { kind: 'closed' };
      case OPEN:
        return { kind: 'open', buffer: this.restoreBuffer(reader.readVarint()), panes: undefined };
      case PANED: {
        const number = reader.readVarint();
        const panes = readPanes(reader);
        return { kind: 'open', buffer: this.restoreBuffer(number), panes };
      }
      case OPEN_WITH_VALUES:
        return { kind: 'open', buffer: this.bufferOf(reader), panes: undefined };
      case PANED_WITH_VALUES: {
        const panes = readPanes(reader);
        return { kind: 'open', buffer: this.bufferOf(reader), panes };
      }
      default:
        throw reader.fail(`A group is of the unknown kind ${kind}`, 0);
    }
  }

  private restoreBuffer(number: number): GroupBuffer<unknown> {
    this.nextNumber = Math.max(this.nextNumber, number + 1);
    const bytes = this.settings.keeping.get(this.values, numberKey(number)) ?? new Uint8Array();
    const buffer = this.bufferOf(new ByteReader(bytes));
    buffer.keptAs = number;
    return buffer;
  }

  /** A buffer with the values that are left to read. */
  private bufferOf(reader: ByteReader): KeptBuffer {
    const { value, buffer: make } = this.settings;
    const buffer = make();
    const values: unknown[] = [];
    while (reader.remaining > 0) values.push(value.decode(reader));
    buffer.restore(values);
    return buffer;
  }
}

function writePanes(panes: PanesOfGroup, writer: ByteWriter): void {
  const { isPunctual, isClosed, timestamp } = panes;
  writer.writeByte((isPunctual ? 1 : 0) | (isClosed ? 2 : 0) | (timestamp === undefined ? 0 : 4));
  for (const count of [panes.fresh, panes.panes, panes.latePanes]) writer.writeVarint(count);
  for (const at of [timestamp ?? 0, panes.event, panes.clock, panes.hold]) writer.writeFloat64(at);
  writeTrigger(panes.trigger, writer);
}

function readPanes(reader: ByteReader): PanesOfGroup {
  const flags = reader.readByte();
  const [fresh, panes, latePanes] = [reader.readVarint(), reader.readVarint(), reader.readVarint()];
  const timestamp = reader.readFloat64();
  const [event, clock, hold] = [reader.readFloat64(), reader.readFloat64(), reader.readFloat64()];
  return {
    fresh,
    panes,
    latePanes,
    isPunctual: (flags & 1) !== 0,
    isClosed: (flags & 2) !== 0,
    timestamp: (flags & 4) === 0 ? undefined : timestamp,
    event,
    clock,
    hold,
    trigger: readTrigger(reader),
  };
}

function writeTrigger({ isFinished, count, fireAt, stage, parts }: TriggerState, writer: ByteWriter): void {
  writer.writeByte(isFinished ? 1 : 0);
  writer.writeVarint(count);
  writer.writeFloat64(fireAt);
  writer.writeVarint(stage);
  writer.writeVarint(parts.length);
  for (const part of parts) writeTrigger(part, writer);
}

function readTrigger(reader: ByteReader): TriggerState {
  const isFinished = reader.readByte() === 1;
  const count = reader.readVarint();
  const fireAt = reader.readFloat64();
  const stage = reader.readVarint();
  const parts = Array.from({ length: reader.readVarint() }, () => readTrigger(reader));
  return { isFinished, count, fireAt, stage, parts };
}
