import { type Collection, isMerging, type Trigger, type Windowing } from '../construction/index.js';

/**
 * The windowing of what a grouping makes: a later grouping is to fire as soon as panes of this one come, not to
 * wait for as many or as long again (Beam's continuation triggers). Windows that have grown together in it do so no
 * more.
 */
export function groupedWindowing({ windowing }: Collection<any>): Windowing {
  const grouped = { ...windowing, trigger: continuation(windowing.trigger) };
  return isMerging(windowing.windowFn) ? { ...grouped, merged: true } : grouped;
}

function continuation(trigger: Trigger): Trigger {
  switch (trigger.kind) {
    case 'default':
    case 'always':
    case 'never':
      return trigger;
    case 'after-count':
      return { kind: 'after-count', count: 1 };
    case 'after-processing-time':
      return { kind: 'after-processing-time', delay: 0 };
    case 'after-watermark':
      return {
        kind: 'after-watermark',
        ...(trigger.early === undefined ? {} : { early: continuation(trigger.early) }),
        ...(trigger.late === undefined ? {} : { late: continuation(trigger.late) }),
      };
    case 'repeat':
      return { kind: 'repeat', trigger: continuation(trigger.trigger) };
    case 'or-finally':
      return {
        kind: 'or-finally',
        trigger: continuation(trigger.trigger),
        until: continuation(trigger.until),
      };
    case 'after-all':
    case 'after-any':
      return { kind: trigger.kind, triggers: trigger.triggers.map(continuation) };
    case 'after-each':
      return {
        kind: 'repeat',
        trigger: { kind: 'after-any', triggers: trigger.triggers.map(continuation) },
      };
  }
}
