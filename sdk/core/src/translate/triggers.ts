import type { TimestampTransform, Trigger as TriggerProto } from '@hornbeam/proto';
import type { Trigger } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { planFault } from './plan-fault.js';

/** A trigger in Beam's own terms. */
export function triggerProto(trigger: Trigger): TriggerProto {
  switch (trigger.kind) {
    case 'default':
      return { default: {} };
    case 'always':
      return { always: {} };
    case 'never':
      return { never: {} };
    case 'after-watermark':
      return {
        afterEndOfWindow: {
          ...(trigger.early === undefined ? {} : { earlyFirings: triggerProto(trigger.early) }),
          ...(trigger.late === undefined ? {} : { lateFirings: triggerProto(trigger.late) }),
        },
      };
    case 'after-processing-time': {
      const { delay, align } = trigger;
      const timestampTransforms: TimestampTransform[] = [{ delay: { delayMillis: BigInt(delay) } }];
      if (align !== undefined) {
        timestampTransforms.push({
          alignTo: { period: BigInt(align.period), offset: BigInt(align.offset) },
        });
      }
      return { afterProcessingTime: { timestampTransforms } };
    }
    case 'after-count':
      return { elementCount: { elementCount: trigger.count } };
    case 'repeat':
      return { repeat: { subtrigger: triggerProto(trigger.trigger) } };
    case 'or-finally':
      return { orFinally: { main: triggerProto(trigger.trigger), finally: triggerProto(trigger.until) } };
    case 'after-all':
      return { afterAll: { subtriggers: trigger.triggers.map(triggerProto) } };
    case 'after-any':
      return { afterAny: { subtriggers: trigger.triggers.map(triggerProto) } };
    case 'after-each':
      return { afterEach: { subtriggers: trigger.triggers.map(triggerProto) } };
  }
}

/**
 * The trigger of a message. @throws BeamError `E_BAD_PLAN` for a message without a trigger in it, or with numbers that
 * no trigger can have, `E_UNSUPPORTED` for moments that are shifted in a way that no trigger of this SDK is
 */
export function triggerFromProto(proto: TriggerProto | undefined): Trigger {
  if (proto?.default !== undefined) return { kind: 'default' };
  if (proto?.always !== undefined) return { kind: 'always' };
  if (proto?.never !== undefined) return { kind: 'never' };
  if (proto?.afterEndOfWindow !== undefined) {
    const { earlyFirings, lateFirings } = proto.afterEndOfWindow;
    return {
      kind: 'after-watermark',
      ...(earlyFirings === undefined ? {} : { early: triggerFromProto(earlyFirings) }),
      ...(lateFirings === undefined ? {} : { late: triggerFromProto(lateFirings) }),
    };
  }
  if (proto?.afterProcessingTime !== undefined) {
    return afterProcessingTime(proto.afterProcessingTime.timestampTransforms);
  }
  // Fires once the panes of all workers could have come; where one process has them all, that is at once.
  if (proto?.afterSynchronizedProcessingTime !== undefined) {
    return { kind: 'after-processing-time', delay: 0 };
  }
  if (proto?.elementCount !== undefined) {
    const count = proto.elementCount.elementCount;
    if (count < 1) throw planFault(`A trigger of the plan fires after ${count} elements.`);
    return { kind: 'after-count', count };
  }
  if (proto?.repeat !== undefined) {
    return { kind: 'repeat', trigger: triggerFromProto(proto.repeat.subtrigger) };
  }
  if (proto?.orFinally !== undefined) {
    const { main, finally: until } = proto.orFinally;
    return { kind: 'or-finally', trigger: triggerFromProto(main), until: triggerFromProto(until) };
  }
  if (proto?.afterAll !== undefined) return several('after-all', proto.afterAll.subtriggers);
  if (proto?.afterAny !== undefined) return several('after-any', proto.afterAny.subtriggers);
  if (proto?.afterEach !== undefined) return several('after-each', proto.afterEach.subtriggers);
  throw new BeamError('E_BAD_PLAN', 'A windowing of the plan has a trigger that says nothing.', {
    help: 'check the SDK that made the plan: it may be newer than this runner',
  });
}

function several(
  kind: 'after-all' | 'after-any' | 'after-each',
  subtriggers: readonly TriggerProto[],
): Trigger {
  if (subtriggers.length > 0) return { kind, triggers: subtriggers.map(triggerFromProto) };
  throw new BeamError('E_BAD_PLAN', 'A windowing of the plan has a trigger made of triggers, but of none.', {
    help: 'check the SDK that made the plan',
  });
}

/** Delays, then at most one alignment: more than that no SDK lets its users write. */
function afterProcessingTime(transforms: readonly TimestampTransform[]): Trigger {
  const last = transforms.at(-1)?.alignTo;
  const delays = last === undefined ? transforms : transforms.slice(0, -1);
  if (delays.some(({ delay }) => delay === undefined)) {
    throw new BeamError('E_UNSUPPORTED', 'A trigger of the plan delays a moment that it has aligned.', {
      help: 'align the moment after all delays',
    });
  }
  const delay = delays.reduce((sum, { delay: one }) => sum + Number(one!.delayMillis), 0);
  if (last === undefined) return { kind: 'after-processing-time', delay };
  const period = Number(last.period);
  if (period < 1) throw planFault(`A trigger of the plan aligns moments to multiples of ${period} ms.`);
  return { kind: 'after-processing-time', delay, align: { period, offset: Number(last.offset) } };
}
