import type { WindowFn } from '../construction/index.js';
import { BeamError } from '../model/errors.js';
import { GLOBAL_WINDOW, IntervalWindow, type Window } from '../model/window.js';

/**
 * The window of a side input that goes with a window of the main input, Beam's default mapping: the one that
 * holds the last moment of the main window, the earliest when there are several.
 * @throws BeamError `E_SIDE_INPUT` for the global window as main window of a windowed side input
 */
export function sideInputWindow(windowFn: WindowFn, main: Window): Window {
  if (windowFn.kind === 'global') return GLOBAL_WINDOW;
  if (main === GLOBAL_WINDOW) {
    throw new BeamError(
      'E_SIDE_INPUT',
      'A side input in windows was read by an element in the global window, which none of them holds.',
      { help: 'put the main input into windows too, or the side input into globalWindow()' },
    );
  }
  const { maxTimestamp } = main;
  if (!Number.isFinite(maxTimestamp)) return main;
  if (windowFn.kind !== 'fixed' && windowFn.kind !== 'sliding') {
    throw new BeamError('E_SIDE_INPUT', `A side input may not have windows of kind ${windowFn.kind}.`);
  }
  const { size, offset } = windowFn;
  const period = windowFn.kind === 'sliding' ? windowFn.period : size;
  // The newest window that ends before the moment, and the one after it.
  const start = Math.floor((maxTimestamp - size - offset) / period) * period + offset + period;
  return new IntervalWindow(start, start + size);
}
