import type { CustomWindowFn, WindowFn } from '../construction/index.js';
import { Calendar } from '../model/calendar.js';
import { BeamError } from '../model/errors.js';
import { preview } from '../model/preview.js';
import { GLOBAL_WINDOW, IntervalWindow, isWindow, type Window } from '../model/window.js';

/** Finds the window of a side input that goes with a window of the main input. */
export type SideInputWindows = (main: Window) => Window;

/**
 * Beam's default mapping: the side window that holds the last moment of the main window, the earliest when there are
 * several. A window function of the user's own brings its mapping along.
 *
 * The mapping throws BeamError `E_SIDE_INPUT` for the global window as main window of a windowed side input, and what
 * {@link mapped} says.
 * @throws BeamError `E_SIDE_INPUT` for windows of which no mapping is known: sessions, whose windows depend on the
 * elements of each key, and custom ones that do not say
 */
export function sideInputWindows(windowFn: WindowFn): SideInputWindows {
  switch (windowFn.kind) {
    case 'global':
      return () => GLOBAL_WINDOW;
    case 'fixed':
      return windowed(earliestOf({ ...windowFn, period: windowFn.size }));
    case 'sliding':
      return windowed(earliestOf(windowFn));
    case 'calendar': {
      const calendar = new Calendar(windowFn);
      return windowed((moment) => calendar.windowOf(moment));
    }
    case 'sessions':
      throw new BeamError(
        'E_SIDE_INPUT',
        'A side input is in sessions, which are other windows for each key.',
        {
          help: 'put the side input into fixed windows or into globalWindow() first',
        },
      );
    case 'custom': {
      const { fn } = windowFn;
      if (fn.sideInputWindow !== undefined) return (main) => mapped(fn, main);
      throw new BeamError('E_SIDE_INPUT', 'A side input is in custom windows that no main window leads to.', {
        help: 'give the window function sideInputWindow(main), or put the side input into globalWindow()',
      });
    }
  }
}

/** @throws BeamError `E_USER` for what the function throws, `E_BAD_ARGUMENT` when it gives no window */
function mapped(fn: CustomWindowFn<any>, main: Window): Window {
  let side: unknown;
  try {
    side = fn.sideInputWindow!(main);
  } catch (thrown) {
    throw BeamError.from(thrown, 'E_USER', {
      help: `mend sideInputWindow of the window function ${fn.name}`,
    });
  }
  if (isWindow(side)) return side;
  throw new BeamError(
    'E_BAD_ARGUMENT',
    `sideInputWindow of the window function ${fn.name} gave ${preview(side)}, which is no window.`,
    { help: 'return the window of the side input that goes with the one of the main input' },
  );
}

const windowed =
  (windowOf: (moment: number) => Window): SideInputWindows =>
  (main) => {
    if (main === GLOBAL_WINDOW) {
      throw new BeamError(
        'E_SIDE_INPUT',
        'A side input in windows was read by an element in the global window, which none of them holds.',
        { help: 'put the main input into windows too, or the side input into globalWindow()' },
      );
    }
    return Number.isFinite(main.maxTimestamp) ? windowOf(main.maxTimestamp) : main;
  };

/** The window after the newest one that ends before a moment. */
const earliestOf =
  ({ size, period, offset }: { size: number; period: number; offset: number }) =>
  (moment: number): Window => {
    const start = Math.floor((moment - size - offset) / period) * period + offset + period;
    return new IntervalWindow(start, start + size);
  };
