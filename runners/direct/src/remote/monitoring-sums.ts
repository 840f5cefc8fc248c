import { MonitoringInfo } from '@hornbeam/proto';
import { urns } from '@hornbeam/proto/urns';
import { ByteReader, ByteWriter, IterableCoder, StringUtf8Coder } from '@hornbeam/sdk/model';

const { metricTypes } = urns;
const texts = new IterableCoder(new StringUtf8Coder());

/** The metrics of workers, which tell what is new with each bundle, added up. */
export class MonitoringSums {
  private readonly infos = new Map<string, MonitoringInfo>();

  /** Adds what a bundle told. What cannot be added up is kept as it came last. */
  add(told: readonly MonitoringInfo[]): void {
    for (const info of told) {
      if (info.payload.length === 0) continue;
      const id = JSON.stringify([info.urn, info.type, Object.entries(info.labels).sort()]);
      const known = this.infos.get(id);
      const payload = known === undefined ? info.payload : sum(info.type, known.payload, info.payload);
      this.infos.set(id, MonitoringInfo.create({ ...info, payload }));
    }
  }

  all(): MonitoringInfo[] {
    return [...this.infos.values()];
  }
}

function sum(type: string, a: Uint8Array, b: Uint8Array): Uint8Array {
  const [one, other, out] = [new ByteReader(a), new ByteReader(b), new ByteWriter(32)];
  const least = (x: bigint, y: bigint): bigint => (x < y ? x : y);
  const most = (x: bigint, y: bigint): bigint => (x > y ? x : y);
  switch (type) {
    case metricTypes.sumInt64:
      out.writeVarint64(BigInt.asIntN(64, one.readVarint64() + other.readVarint64()));
      break;
    case metricTypes.sumDouble:
      out.writeFloat64(one.readFloat64() + other.readFloat64());
      break;
    case metricTypes.distributionInt64: {
      const [count, total, min, max] = [0, 1, 2, 3].map(() => one.readVarint64()) as [
        bigint,
        bigint,
        bigint,
        bigint,
      ];
      const [count2, total2, min2, max2] = [0, 1, 2, 3].map(() => other.readVarint64()) as [
        bigint,
        bigint,
        bigint,
        bigint,
      ];
      if (count === 0n) return b;
      if (count2 === 0n) return a;
      for (const part of [count + count2, total + total2, least(min, min2), most(max, max2)])
        out.writeVarint64(BigInt.asIntN(64, part));
      break;
    }
    case metricTypes.distributionDouble: {
      const count = one.readVarint();
      const count2 = other.readVarint();
      if (count === 0) return b;
      if (count2 === 0) return a;
      const [total, min, max] = [0, 1, 2].map(() => one.readFloat64()) as [number, number, number];
      const [total2, min2, max2] = [0, 1, 2].map(() => other.readFloat64()) as [number, number, number];
      out.writeVarint(count + count2);
      for (const part of [total + total2, Math.min(min, min2), Math.max(max, max2)]) out.writeFloat64(part);
      break;
    }
    case metricTypes.latestInt64:
    case metricTypes.latestDouble:
      return one.readVarint64() > other.readVarint64() ? a : b;
    case metricTypes.setString:
      texts.encode([...new Set([...texts.decode(one), ...texts.decode(other)])].sort(), out);
      break;
    default:
      return b;
  }
  return out.finish();
}
