/** When, relative to the watermark, a pane was fired. */
export type PaneTiming = 'early' | 'on-time' | 'late' | 'unknown';

/** Which firing of its window an element belongs to (Beam's PaneInfo). */
export interface Pane {
  readonly timing: PaneTiming;
  /** Counts the firings of a window from 0. */
  readonly index: number;
  /** Counts the firings that were not early from 0; -1 for early ones. */
  readonly onTimeIndex: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** The pane of an element that no trigger has fired yet: byte 0x0F on the wire. */
export const NO_FIRING: Pane = Object.freeze({
  timing: 'unknown',
  index: 0,
  onTimeIndex: 0,
  isFirst: true,
  isLast: true,
});
