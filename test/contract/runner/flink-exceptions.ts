import type { Exceptions } from './runners.js';

const TEST_STREAM = 'It is told by a test stream, which Flink does not have';
const OWN_WINDOWS =
  'Flink groups by tumbling, sliding, session and calendar windows only; others are refused by step';
const COMMIT = 'Flink tells steps of a commit in endless runs only; refused by step';
const COUNTS = 'Elements of a combine are not counted where it is sent in parts';
const INSIGHT = "Beam's job service tells nothing of watermarks";
const ENDED = 'Jobs that have a stop are those of a cluster';
const SLOW =
  'Not shown yet: a streaming job of Flink takes longer to give its results and to end than the test waits';

/** What Flink, through Beam's portable runner, leaves out; `npm run test:flink` runs all the others. */
export const flinkExceptions: Exceptions = {
  'sources without an end': {
    'fromIterable with unbounded reads anything iterable, and fires windows by its timestamps': SLOW,
    'generate makes elements of their numbers, with a rate too': SLOW,
    'replay at infinite speed gives all of a recording': SLOW,
  },
  'splittable steps': {
    'without an end close windows by their watermark while they go on': SLOW,
    'call back after the commit of what they made': COMMIT,
  },
  'side inputs of streams': {
    'elements wait until the side window that goes with theirs has ended': TEST_STREAM,
    'a side window that nothing came for is empty when it has ended': TEST_STREAM,
    'waiting does not make elements late': TEST_STREAM,
    'elements wait for the first pane of a side input with a trigger, then see the newest': TEST_STREAM,
    'a side input that never fires gives its fallback in the end': TEST_STREAM,
    'the newest pane of an aggregation replaces those before it': TEST_STREAM,
    'in a map of a side input with a trigger a later value replaces an earlier one': TEST_STREAM,
    'in a map of aggregations with a trigger every key has its newest': TEST_STREAM,
    'late elements see the side window of theirs as long as they are taken': TEST_STREAM,
    'steps with state read them too': TEST_STREAM,
  },
  'windows, timestamps, latest': {
    'what may be late for ever, and windows that never end, come out when all input has come': OWN_WINDOWS,
  },
  'sessions, calendar and custom windows': {
    'custom windows see the element, may have labels, and may be none': OWN_WINDOWS,
    'custom windows grow together as they say': OWN_WINDOWS,
    'a side input in custom windows is read in the window that they name': OWN_WINDOWS,
    'an element of two windows that become one is there for each of them': OWN_WINDOWS,
    'what a merge function throws names the step, and so does what it gives when that is no merge': SLOW,
    'what a mapping of side windows throws is an error of the step that reads': SLOW,
  },
  'windows of streams': {
    'fire when event time passes their end, in the order of their ends': TEST_STREAM,
    'that slide share their elements': TEST_STREAM,
    'of activity end for each key when nothing has come for long enough': TEST_STREAM,
    'of activity that were apart become one by an element between them, late too': TEST_STREAM,
    'of activity keep what they had when they become one before their end': TEST_STREAM,
    'of the calendar end at midnight in their zone': TEST_STREAM,
    'of a function of your own end where it says': TEST_STREAM,
    'without an end fire at the end of time, or by a trigger': TEST_STREAM,
    'give results the last moment of the window, or the earliest or latest of their elements': TEST_STREAM,
    'hold event time back until their results are there': TEST_STREAM,
    'of input that ends give the same with `streaming` as without': SLOW,
  },
  triggers: {
    'the default fires at the end of the window, then for every late element': TEST_STREAM,
    'afterWatermark alone fires once, and has finished then': TEST_STREAM,
    'afterWatermark fires early and late panes again and again': TEST_STREAM,
    'accumulating panes hold everything since the window began': TEST_STREAM,
    'afterCount fires once, when so many have come': TEST_STREAM,
    'afterCount that is never full loses nothing': TEST_STREAM,
    'repeatedly begins anew after every pane': TEST_STREAM,
    'afterProcessingTime fires when the clock has moved on from the first element': TEST_STREAM,
    'afterProcessingTime counts anew from the first element of each pane': TEST_STREAM,
    'afterProcessingTime can be aligned: panes fire on multiples of the alignment': TEST_STREAM,
    'early panes may go by the clock': TEST_STREAM,
    'orFinally ends another trigger': TEST_STREAM,
    'orFinally has finished when the other trigger has, too': TEST_STREAM,
    'afterAny fires with the first of several': TEST_STREAM,
    'afterAll fires with the last of several': TEST_STREAM,
    'afterEach goes from one trigger to the next, and ends with the last': TEST_STREAM,
    'always fires for every element': TEST_STREAM,
    'never fires when the window expires, and only then': TEST_STREAM,
    'every key and window has a trigger of its own': TEST_STREAM,
    'aggregations fire as groups do': TEST_STREAM,
    'a grouping behind another fires when panes come, without waiting for as many again': TEST_STREAM,
  },
  'late data': {
    'without allowed lateness is dropped and counted': TEST_STREAM,
    'is taken up to the allowed lateness behind the end of its window': TEST_STREAM,
    'is never dropped when lateness has no limit': TEST_STREAM,
    'makes the first pane of a window that nothing had come for': TEST_STREAM,
    'is none while its window is open, however far behind event time it is': TEST_STREAM,
    'may be late for one of its windows, and in time for another': TEST_STREAM,
    'is dropped where the trigger has finished, and counted apart': TEST_STREAM,
    'has an output of its own where a grouping is asked for one': TEST_STREAM,
    'has an output of its own where an aggregation is asked for one': TEST_STREAM,
    'does not reach steps with state, and is counted': TEST_STREAM,
    'has an output of its own where a step with state is asked for one': TEST_STREAM,
    'has that output also where the trigger of its window has finished': TEST_STREAM,
    'passes steps that do not look back': TEST_STREAM,
    'ends with a last pane where `closing` is always, though nothing is new': TEST_STREAM,
    'the pane at the end of the window may be left out when nothing is new': TEST_STREAM,
  },
  state: {
    'belongs to the window, and is gone when it has ended': TEST_STREAM,
    'is of one key for keys that say the same': TEST_STREAM,
    'of each kind holds what it is given': TEST_STREAM,
    'that outlives its time is forgotten': TEST_STREAM,
  },
  timers: {
    'in event time fire when the watermark passes them, in order of time': TEST_STREAM,
    'on the clock fire when it has come to them, whatever event time does': TEST_STREAM,
    'set again move, and cleared do not fire': TEST_STREAM,
    'of different tags are different': TEST_STREAM,
    'may set themselves again, and see state': TEST_STREAM,
    'hold event time at their output timestamp until they have fired': TEST_STREAM,
  },
  onWindowExpiration: {
    'is called for every key of a window that has ended, with its state': TEST_STREAM,
  },
  'groupIntoBatches of a stream': {
    'full batches go on at once, what is left when the window ends': TEST_STREAM,
    'a batch does not wait for longer than it may': TEST_STREAM,
  },
  'runs without an end': {
    'results come while the source goes on': SLOW,
    'a run ends by itself when its sources do, and every window has fired': SLOW,
    'stop finishes what is under way, and leaves open what is open': SLOW,
    'drain fires every window and timer that is open, and calls onWindowExpiration': SLOW,
    'cancel gives up at once': SLOW,
    'a run that has ended cannot be stopped, drained or cancelled any more': ENDED,
    'event time is that of the slowest source': INSIGHT,
    'a source that is silent holds nothing back when it may be idle': SLOW,
    'what holds event time back has a name: the source that has not come further': INSIGHT,
    'what holds event time back has a name: the open window of a key': INSIGHT,
    'what holds event time back has a name: the timer of a key': INSIGHT,
    'input that ends gives with `streaming` what it gives without': SLOW,
  },
  'names, steps, state': {
    'counts of elements are right, and every step ends as done': COUNTS,
  },
};
