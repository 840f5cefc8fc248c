/**
 * When triggers fire, said in the words of Beam's documentation: a trigger sees the elements of one key and window, and
 * is asked whether it wants to fire. Shares nothing with the runner and its engine.
 */
import type { Trigger } from '@hornbeam/sdk/model';

/** What a trigger is told with every question: the clock, and whether event time has passed the window's end. */
export interface Now {
  readonly clock: number;
  readonly hasEnded: boolean;
}

/** A trigger of one key and window. */
export interface Rule {
  /** An element has come. */
  see(now: Now): void;
  wants(now: Now): boolean;
  /** A pane was made because it wanted one. */
  fired(now: Now): void;
  /** It never wants to fire again. */
  isOver(): boolean;
}

/** The rule of a trigger, before its first element. */
export function ruleOf(trigger: Trigger): Rule {
  switch (trigger.kind) {
    case 'default':
      return forever(({ hasEnded }) => hasEnded);
    case 'always':
      return forever(() => true);
    case 'never':
      return forever(() => false);
    case 'after-count': {
      let seen = 0;
      return once(
        () => seen >= trigger.count,
        () => seen++,
      );
    }
    case 'after-processing-time': {
      let due = Number.POSITIVE_INFINITY;
      const { delay, align = { period: 1, offset: 0 } } = trigger;
      return once(
        ({ clock }) => clock >= due,
        ({ clock }) => {
          if (due < Number.POSITIVE_INFINITY) return;
          due = clock + delay;
          while ((due - align.offset) % align.period !== 0) due++;
        },
      );
    }
    case 'repeat':
      return repeated(trigger.trigger);
    case 'after-watermark':
      return aroundEnd(trigger.early ?? { kind: 'never' }, trigger.late);
    case 'or-finally': {
      const [main, until] = [ruleOf(trigger.trigger), ruleOf(trigger.until)];
      let isOver = false;
      return {
        see: (now) => [main, until].forEach((rule) => rule.see(now)),
        wants: (now) => !isOver && (main.wants(now) || until.wants(now)),
        fired(now) {
          isOver = until.wants(now);
          if (isOver) return;
          main.fired(now);
          isOver = main.isOver();
        },
        isOver: () => isOver,
      };
    }
    case 'after-any':
    case 'after-all': {
      const rules = trigger.triggers.map(ruleOf);
      const wants = (now: Now): boolean =>
        trigger.kind === 'after-any'
          ? rules.some((rule) => rule.wants(now))
          : rules.every((rule) => rule.wants(now));
      return once(wants, (now) => rules.forEach((rule) => rule.see(now)));
    }
    case 'after-each': {
      const rules = trigger.triggers.map(ruleOf);
      return {
        see: (now) => rules[0]?.see(now),
        wants: (now) => rules[0]?.wants(now) ?? false,
        fired(now) {
          rules[0]!.fired(now);
          if (rules[0]!.isOver()) rules.shift();
        },
        isOver: () => rules.length === 0,
      };
    }
  }
}

const forever = (wants: (now: Now) => boolean): Rule => ({
  see: () => undefined,
  wants,
  fired: () => undefined,
  isOver: () => false,
});

function once(wants: (now: Now) => boolean, see: (now: Now) => unknown): Rule {
  let isOver = false;
  return {
    see: (now) => void see(now),
    wants: (now) => !isOver && wants(now),
    fired() {
      isOver = true;
    },
    isOver: () => isOver,
  };
}

function repeated(trigger: Trigger): Rule {
  let rule = ruleOf(trigger);
  return {
    see: (now) => rule.see(now),
    wants: (now) => rule.wants(now),
    fired(now) {
      rule.fired(now);
      if (rule.isOver()) rule = ruleOf(trigger);
    },
    isOver: () => false,
  };
}

/** Early panes again and again, one when the window has ended, then late panes again and again. */
function aroundEnd(early: Trigger, late: Trigger | undefined): Rule {
  let rule = repeated(early);
  let hasFiredAtEnd = false;
  return {
    see: (now) => rule.see(now),
    wants: (now) => {
      if (hasFiredAtEnd) return late !== undefined && rule.wants(now);
      return now.hasEnded || rule.wants(now);
    },
    fired(now) {
      if (hasFiredAtEnd || !now.hasEnded) rule.fired(now);
      else {
        hasFiredAtEnd = true;
        rule = repeated(late ?? { kind: 'never' });
      }
    },
    isOver: () => hasFiredAtEnd && late === undefined,
  };
}
