import type { Exceptions } from './runners.js';

const OWN_WINDOWS =
  'Flink groups by tumbling, sliding, session and calendar windows only; others are refused by step';
const CLOCK = 'Flink cannot move the clock of a test stream; refused by step';
const LATE = 'Flink drops elements that come too late, and hands them out to nobody; refused by step';
const LATE_COUNT = 'Flink drops what comes too late for state, and does not count it where a job can see it';
const TOGETHER =
  'Flink sends the timers that have come due and the next elements in one bundle, in which elements go first';
const PANES_OF_MERGED = 'Flink counts the panes of a merged session anew';
const ALWAYS = 'Flink makes no pane at the end of a window whose trigger fires always, when nothing is new';
const ON_TIME = 'Flink calls the first pane behind the end of a window on time, whenever it comes';
const SETTLES = 'Flink goes on with a test stream before what its events led to has come to a side input';
const ADDS = 'Flink adds panes of an aggregation to the values of a side input that were there before';
const DRAIN = 'Flink cannot drain jobs of Beam; it stops them with a savepoint';
const COMMIT = 'Flink tells steps of a commit in endless runs only; refused by step';
const INSIGHT = "Beam's job service tells nothing of watermarks";
const ENDED = 'Jobs that have a stop are those of a cluster';

/** What Flink, through Beam's portable runner, leaves out; `npm run test:flink` runs all the others. */
export const flinkExceptions: Exceptions = {
  'sources without an end': {},
  'splittable steps': {
    'call back after the commit of what they made': COMMIT,
  },
  'side inputs of streams': {
    'elements wait for the first pane of a side input with a trigger, then see the newest': SETTLES,
    'the newest pane of an aggregation replaces those before it': ADDS,
    'in a map of a side input with a trigger a later value replaces an earlier one': SETTLES,
    'in a map of aggregations with a trigger every key has its newest': SETTLES,
  },
  'windows, timestamps, latest': {
    'what may be late for ever, and windows that never end, come out when all input has come': OWN_WINDOWS,
  },
  'sessions, calendar and custom windows': {
    'custom windows see the element, may have labels, and may be none': OWN_WINDOWS,
    'custom windows grow together as they say': OWN_WINDOWS,
    'a side input in custom windows is read in the window that they name': OWN_WINDOWS,
    'an element of two windows that become one is there for each of them': OWN_WINDOWS,
    'what a merge function throws names the step, and so does what it gives when that is no merge':
      OWN_WINDOWS,
    'what a mapping of side windows throws is an error of the step that reads': OWN_WINDOWS,
  },
  'windows of streams': {
    'of activity that were apart become one by an element between them, late too': PANES_OF_MERGED,
    'of a function of your own end where it says': OWN_WINDOWS,
  },
  triggers: {
    'afterProcessingTime fires when the clock has moved on from the first element': CLOCK,
    'afterProcessingTime counts anew from the first element of each pane': CLOCK,
    'afterProcessingTime can be aligned: panes fire on multiples of the alignment': CLOCK,
    'early panes may go by the clock': CLOCK,
    'afterAny fires with the first of several': CLOCK,
    'afterAll fires with the last of several': CLOCK,
    'afterEach goes from one trigger to the next, and ends with the last': CLOCK,
    'always fires for every element': ALWAYS,
  },
  'late data': {
    'has an output of its own where a grouping is asked for one': LATE,
    'has an output of its own where an aggregation is asked for one': LATE,
    'does not reach steps with state, and is counted': LATE_COUNT,
    'has an output of its own where a step with state is asked for one': LATE,
    'has that output also where the trigger of its window has finished': LATE,
    'the pane at the end of the window may be left out when nothing is new': ON_TIME,
  },
  state: {
    'that outlives its time is forgotten': CLOCK,
  },
  timers: {
    'in event time fire when the watermark passes them, in order of time': TOGETHER,
    'on the clock fire when it has come to them, whatever event time does': CLOCK,
    'hold event time at their output timestamp until they have fired': TOGETHER,
  },
  onWindowExpiration: {},
  'groupIntoBatches of a stream': {
    'a batch does not wait for longer than it may': CLOCK,
  },
  deduplicate: {
    'by the clock it does not matter what time an element has': CLOCK,
  },
  'runs without an end': {
    'drain fires every window and timer that is open, and calls onWindowExpiration': DRAIN,
    'a run that has ended cannot be stopped, drained or cancelled any more': ENDED,
    'event time is that of the slowest source': INSIGHT,
    'what holds event time back has a name: the source that has not come further': INSIGHT,
    'what holds event time back has a name: the open window of a key': INSIGHT,
    'what holds event time back has a name: the timer of a key': INSIGHT,
  },
};
