/**
 * When the panes of a window fire (Beam's Trigger). Plain data: what it does is in the runner, how users write
 * it in `transforms/triggers.ts`. Durations in ms.
 */
export type Trigger =
  /** Once when the watermark passes the end of the window, then for every late element. */
  | { readonly kind: 'default' }
  /** Whenever there is something to fire. */
  | { readonly kind: 'always' }
  /** Only when the window expires. */
  | { readonly kind: 'never' }
  /** When the watermark passes the end of the window; `early` fires before, again and again, `late` after. */
  | { readonly kind: 'after-watermark'; readonly early?: Trigger; readonly late?: Trigger }
  /** So long after the pane's first element, on the clock of the machine; moved up to a border of `align`. */
  | {
      readonly kind: 'after-processing-time';
      readonly delay: number;
      readonly align?: { readonly period: number; readonly offset: number };
    }
  /** When the pane has so many elements. */
  | { readonly kind: 'after-count'; readonly count: number }
  /** Begins anew whenever it has fired. */
  | { readonly kind: 'repeat'; readonly trigger: Trigger }
  /** Fires as `trigger` does until `until` fires, which is the last time. */
  | { readonly kind: 'or-finally'; readonly trigger: Trigger; readonly until: Trigger }
  | { readonly kind: 'after-all' | 'after-any' | 'after-each'; readonly triggers: readonly Trigger[] };
