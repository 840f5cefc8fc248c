import type { Exceptions } from './runners.js';

const LATE_OUTPUT =
  "Beam's plan has no place for an output of late elements: they are counted and dropped; refused by step";
const OWN_CLOCK = 'steps in workers go by the clock of their own process, which a test cannot move';
const STOPS = "Beam's Job API can cancel and drain a job, and not stop it so that windows stay open";
const INSIGHT = "Beam's Job API tells nothing of watermarks";
const ASKED_AHEAD =
  'workers are asked which windows become one for many keys at a time, so that the error names none';

/** What our own job service leaves out, beside what the direct runner does in one process. */
export const serviceExceptions: Exceptions = {
  'sessions, calendar and custom windows': {
    'what a merge function throws names the step, and so does what it gives when that is no merge':
      ASKED_AHEAD,
  },
  'late data': {
    'has an output of its own where a grouping is asked for one': LATE_OUTPUT,
    'has an output of its own where an aggregation is asked for one': LATE_OUTPUT,
    'has an output of its own where a step with state is asked for one': LATE_OUTPUT,
    'has that output also where the trigger of its window has finished': LATE_OUTPUT,
  },
  state: {
    'that outlives its time is forgotten': OWN_CLOCK,
  },
  'runs without an end': {
    'stop finishes what is under way, and leaves open what is open': STOPS,
    'a run that has ended cannot be stopped, drained or cancelled any more': STOPS,
    'event time is that of the slowest source': INSIGHT,
    'what holds event time back has a name: the source that has not come further': INSIGHT,
    'what holds event time back has a name: the open window of a key': INSIGHT,
    'what holds event time back has a name: the timer of a key': INSIGHT,
  },
};
