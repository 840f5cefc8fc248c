"""Pipelines of Beam's Python SDK that check their own results.

python cases.py <case>[,<case>...]|all <pipeline options>: one line for each case, PASS or FAIL with the reason.
"""
import glob
import os
import sys
import tempfile
import time

import apache_beam as beam
from apache_beam.coders import VarIntCoder
from apache_beam.coders.coders import IntervalWindowCoder
from apache_beam.io.restriction_trackers import OffsetRange, OffsetRestrictionTracker
from apache_beam.metrics import Metrics, MetricsFilter
from apache_beam.options.pipeline_options import PipelineOptions, StandardOptions
from apache_beam.testing.test_stream import TestStream
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms import trigger, userstate, window
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import Timestamp

CASES = {}


def case(build):
    CASES[build.__name__.replace('_', '-')] = build
    return build


def pipeline(streaming=False):
    options = PipelineOptions(sys.argv[2:])
    options.view_as(StandardOptions).streaming = streaming
    return beam.Pipeline(options=options)


def at(value, seconds):
    return TimestampedValue(value, seconds)


@case
def word_count_of_files():
    folder = tempfile.mkdtemp()
    with open(os.path.join(folder, 'in.txt'), 'w') as lines:
        lines.write('a b c\nb c\nc\n' * 100)
    with pipeline() as p:
        (p | beam.io.ReadFromText(os.path.join(folder, 'in.txt')) | beam.FlatMap(str.split)
         | beam.combiners.Count.PerElement() | beam.MapTuple(lambda word, n: f'{word}: {n}')
         | beam.io.WriteToText(os.path.join(folder, 'out')))
    found = sorted(line.strip() for name in glob.glob(os.path.join(folder, 'out*')) for line in open(name))
    assert found == ['a: 100', 'b: 200', 'c: 300'], found


@case
def a_wrong_result_fails_the_job():
    try:
        with pipeline() as p:
            assert_that(p | beam.Create([1]), equal_to([2]))
    except Exception as failure:
        assert 'Failed assert' in str(failure), failure
        return
    raise AssertionError('the job did not fail')


@case
def the_error_of_a_step_reaches_its_author():
    def broken(_):
        raise ValueError('my own error')

    try:
        with pipeline() as p:
            p | beam.Create([1]) | 'Broken' >> beam.Map(broken)
    except Exception as failure:
        assert 'my own error' in str(failure), failure
        return
    raise AssertionError('the job did not fail')


@case
def group_by_key():
    with pipeline() as p:
        groups = p | beam.Create([('a', 1), ('b', 2), ('a', 3)]) | beam.GroupByKey()
        assert_that(groups | beam.MapTuple(lambda key, values: (key, sorted(values))),
                    equal_to([('a', [1, 3]), ('b', [2])]))


@case
def co_group_by_key():
    with pipeline() as p:
        left = p | 'left' >> beam.Create([('k', 1)])
        right = p | 'right' >> beam.Create([('k', 'z'), ('l', 'y')])
        joined = {'left': left, 'right': right} | beam.CoGroupByKey()
        assert_that(joined | beam.MapTuple(lambda key, of: (key, list(of['left']), list(of['right']))),
                    equal_to([('k', [1], ['z']), ('l', [], ['y'])]))


@case
def flatten_of_different_coders():
    with pipeline() as p:
        texts = p | 'texts' >> beam.Create(['x', 'y'])
        numbers = p | 'numbers' >> beam.Create([1, 2]).with_output_types(int)
        assert_that((texts, numbers) | beam.Flatten(), equal_to(['x', 'y', 1, 2]))


@case
def combine_with_hot_key():
    with pipeline() as p:
        summed = p | beam.Create([('a', n) for n in range(100)]) | beam.CombinePerKey(sum).with_hot_key_fanout(5)
        assert_that(summed, equal_to([('a', 4950)]))


@case
def combine_globally():
    with pipeline() as p:
        assert_that(p | beam.Create(range(10)) | beam.CombineGlobally(sum), equal_to([45]))


@case
def side_inputs():
    with pipeline() as p:
        table = p | 'table' >> beam.Create([('a', 1), ('b', 2)])
        one = p | 'one' >> beam.Create([42])
        some = p | 'some' >> beam.Create([3, 1, 2])
        read = p | 'main' >> beam.Create(['a', 'b', 'c']) | beam.Map(
            lambda key, d, s, l: (key, d.get(key, 0), s, sorted(l)),
            beam.pvalue.AsDict(table), beam.pvalue.AsSingleton(one), beam.pvalue.AsList(some))
        assert_that(read, equal_to([('a', 1, 42, [1, 2, 3]), ('b', 2, 42, [1, 2, 3]), ('c', 0, 42, [1, 2, 3])]))


@case
def side_input_as_multimap():
    with pipeline() as p:
        side = p | 'side' >> beam.Create([('a', 1), ('b', 2), ('a', 3)])
        read = p | 'main' >> beam.Create(['a', 'b']) | beam.Map(
            lambda key, of: (key, sorted(of[key])), beam.pvalue.AsMultiMap(side))
        assert_that(read, equal_to([('a', [1, 3]), ('b', [2])]))


@case
def side_input_of_many_pages():
    with pipeline() as p:
        side = p | 'side' >> beam.Create([1]) | 'many' >> beam.FlatMap(lambda _: ('x' * 100_000 for _ in range(200)))
        read = p | 'main' >> beam.Create([1]) | beam.Map(lambda _, l: sum(len(x) for x in l), beam.pvalue.AsIter(side))
        assert_that(read, equal_to([20_000_000]))


@case
def side_input_in_windows():
    with pipeline() as p:
        main = (p | 'main' >> beam.Create([1, 2, 11]) | 'main times' >> beam.Map(lambda t: at(t, t))
                | 'main windows' >> beam.WindowInto(window.FixedWindows(10)))
        side = (p | 'side' >> beam.Create([3, 12, 13]) | 'side times' >> beam.Map(lambda t: at(t, t))
                | 'side windows' >> beam.WindowInto(window.FixedWindows(10)))
        assert_that(main | beam.Map(lambda x, l: (x, sorted(l)), beam.pvalue.AsList(side)),
                    equal_to([(1, [3]), (2, [3]), (11, [12, 13])]))


@case
def fixed_sliding_and_session_windows():
    with pipeline() as p:
        timed = p | beam.Create([1, 2, 4, 11, 30]) | beam.Map(lambda t: at(('k', t), t))
        for name, fn, expected in [
                ('fixed', window.FixedWindows(10), [[1, 2, 4], [11], [30]]),
                ('session', window.Sessions(5), [[1, 2, 4], [11], [30]]),
                ('sliding', window.SlidingWindows(10, 5),
                 [[1, 2, 4], [1, 2, 4], [11], [11], [30], [30]]),
        ]:
            groups = (timed | f'into {name}' >> beam.WindowInto(fn) | f'group {name}' >> beam.GroupByKey()
                      | f'sort {name}' >> beam.MapTuple(lambda _, values: sorted(values)))
            assert_that(groups, equal_to(expected), label=name)


class Growing(window.WindowFn):
    """All windows of a key become one."""

    def assign(self, context):
        return [window.IntervalWindow(context.timestamp, context.timestamp + 5)]

    def get_window_coder(self):
        return IntervalWindowCoder()

    def merge(self, context):
        windows = sorted(context.windows, key=lambda each: each.start)
        if len(windows) > 1:
            context.merge(windows, window.IntervalWindow(windows[0].start, max(each.end for each in windows)))


@case
def windows_that_merge_by_code():
    with pipeline() as p:
        groups = (p | beam.Create([1, 2, 100]) | beam.Map(lambda t: at(('k', t), t)) | beam.WindowInto(Growing())
                  | beam.GroupByKey() | beam.MapTuple(lambda _, values: sorted(values)))
        assert_that(groups, equal_to([[1, 2, 100]]))


@case
def windows_that_merge_by_code_in_a_stream():
    events = (TestStream().advance_watermark_to(0).add_elements([at(('k', 1), 1)]).add_elements([at(('k', 2), 3)])
              .advance_watermark_to_infinity())
    with pipeline(streaming=True) as p:
        groups = (p | events | beam.WindowInto(Growing()) | beam.GroupByKey()
                  | beam.MapTuple(lambda _, values: sorted(values)))
        assert_that(groups, equal_to([[1, 2]]))


class Halves(window.NonMergingWindowFn):
    """Two windows: before and after 50 s."""

    def assign(self, context):
        return [window.IntervalWindow(0, 50 if context.timestamp < 50 else 1000)]

    def get_window_coder(self):
        return IntervalWindowCoder()


@case
def windows_by_code():
    with pipeline() as p:
        groups = (p | beam.Create([1, 2, 100]) | beam.Map(lambda t: at(('k', t), t)) | beam.WindowInto(Halves())
                  | beam.GroupByKey() | beam.MapTuple(lambda _, values: sorted(values)))
        assert_that(groups, equal_to([[1, 2], [100]]))


class Stateful(beam.DoFn):
    COUNT = userstate.CombiningValueStateSpec('count', VarIntCoder(), beam.combiners.CountCombineFn())
    BAG = userstate.BagStateSpec('bag', VarIntCoder())
    VALUE = userstate.ReadModifyWriteStateSpec('value', VarIntCoder())
    SET = userstate.SetStateSpec('set', VarIntCoder())

    def process(self, pair, count=beam.DoFn.StateParam(COUNT), bag=beam.DoFn.StateParam(BAG),
                value=beam.DoFn.StateParam(VALUE), kept=beam.DoFn.StateParam(SET)):
        count.add(pair[1])
        bag.add(pair[1])
        kept.add(pair[1] % 2)
        value.write((value.read() or 0) + 1)
        if value.read() == 3:
            yield pair[0], count.read(), sorted(bag.read()), sorted(kept.read())


@case
def state():
    with pipeline() as p:
        made = p | beam.Create([('a', 1), ('a', 2), ('b', 3), ('a', 4), ('b', 5), ('b', 7)]) | beam.ParDo(Stateful())
        assert_that(made, equal_to([('a', 3, [1, 2, 4], [0, 1]), ('b', 3, [3, 5, 7], [1])]))


class Ordered(beam.DoFn):
    LIST = userstate.OrderedListStateSpec('list', VarIntCoder())

    def process(self, pair, kept=beam.DoFn.StateParam(LIST)):
        kept.add((Timestamp(pair[1]), pair[1]))
        before = [value for _, value in kept.read()]
        if len(before) == 4:
            kept.clear_range(Timestamp(2), Timestamp(4))
            yield before, [value for _, value in kept.read()]


@case
def ordered_list_state():
    with pipeline() as p:
        made = p | beam.Create([('a', 5), ('a', 2), ('a', 3), ('a', 1)]) | beam.Reshuffle() | beam.ParDo(Ordered())
        assert_that(made, equal_to([([1, 2, 3, 5], [1, 5])]))


class Looping(beam.DoFn):
    TIMER = userstate.TimerSpec('timer', TimeDomain.WATERMARK)
    BAG = userstate.BagStateSpec('bag', VarIntCoder())

    def process(self, pair, timer=beam.DoFn.TimerParam(TIMER), bag=beam.DoFn.StateParam(BAG)):
        bag.add(pair[1])
        timer.set(20)

    @userstate.on_timer(TIMER)
    def fire(self, key=beam.DoFn.KeyParam, timer=beam.DoFn.TimerParam(TIMER), bag=beam.DoFn.StateParam(BAG),
             now=beam.DoFn.TimestampParam):
        yield key, sorted(bag.read()), int(now)
        if now < 40:
            timer.set(now + 10)


@case
def timers_that_set_themselves():
    with pipeline() as p:
        made = (p | beam.Create([('a', 1), ('a', 2), ('b', 3)]) | beam.Map(lambda pair: at(pair, pair[1]))
                | beam.ParDo(Looping()))
        assert_that(made, equal_to([(key, values, moment) for key, values in [('a', [1, 2]), ('b', [3])]
                                    for moment in [20, 30, 40]]))


class OnTheClock(beam.DoFn):
    TIMER = userstate.TimerSpec('timer', TimeDomain.REAL_TIME)

    def process(self, pair, timer=beam.DoFn.TimerParam(TIMER)):
        timer.set(time.time() + 1)

    @userstate.on_timer(TIMER)
    def fire(self, key=beam.DoFn.KeyParam):
        yield key


@case
def timers_on_the_clock():
    with pipeline() as p:
        assert_that(p | beam.Create([('a', 1), ('b', 3)]) | beam.ParDo(OnTheClock()), equal_to(['a', 'b']))


class Tagged(beam.DoFn):
    TIMER = userstate.TimerSpec('timer', TimeDomain.WATERMARK)

    def process(self, pair, timer=beam.DoFn.TimerParam(TIMER)):
        for moment, tag in [(10, 'x'), (20, 'y'), (30, 'z')]:
            timer.set(moment, dynamic_timer_tag=tag)
        timer.clear(dynamic_timer_tag='z')

    @userstate.on_timer(TIMER)
    def fire(self, key=beam.DoFn.KeyParam, now=beam.DoFn.TimestampParam, tag=beam.DoFn.DynamicTimerTagParam):
        yield key, tag, int(now)


@case
def timers_with_tags_of_which_one_is_cleared():
    with pipeline() as p:
        assert_that(p | beam.Create([('a', 1)]) | beam.ParDo(Tagged()), equal_to([('a', 'x', 10), ('a', 'y', 20)]))


@case
def test_stream_with_late_data():
    events = (TestStream().advance_watermark_to(0).add_elements(['a', 'b']).advance_watermark_to(5)
              .add_elements([at('c', 6)]).advance_watermark_to(20).add_elements([at('late', 7)])
              .advance_watermark_to_infinity())
    with pipeline(streaming=True) as p:
        groups = (p | events | beam.WindowInto(window.FixedWindows(10)) | beam.Map(lambda x: ('k', x))
                  | beam.GroupByKey() | beam.MapTuple(lambda _, values: sorted(values)))
        assert_that(groups, equal_to([['a', 'b', 'c']]))


@case
def test_stream_with_several_outputs():
    events = (TestStream().add_elements(['a'], tag='x').add_elements([1, 2], tag='y')
              .advance_watermark_to(5, tag='x').advance_watermark_to_infinity('x').advance_watermark_to_infinity('y'))
    with pipeline(streaming=True) as p:
        outputs = p | events
        assert_that(outputs['x'], equal_to(['a']), label='x')
        assert_that(outputs['y'], equal_to([1, 2]), label='y')


@case
def early_and_on_time_panes():
    events = (TestStream().advance_watermark_to(0).add_elements([at(1, 1)]).add_elements([at(2, 2)])
              .add_elements([at(3, 3)]).advance_watermark_to_infinity())
    with pipeline(streaming=True) as p:
        sums = (p | events | beam.WindowInto(
            window.FixedWindows(10), trigger=trigger.AfterWatermark(early=trigger.AfterCount(2)),
            accumulation_mode=trigger.AccumulationMode.ACCUMULATING) | beam.Map(lambda n: ('k', n))
                | beam.CombinePerKey(sum))
        assert_that(sums, equal_to([('k', 3), ('k', 6)]))


class Ranges(beam.transforms.core.RestrictionProvider):
    def initial_restriction(self, element):
        return OffsetRange(0, element)

    def create_tracker(self, restriction):
        return OffsetRestrictionTracker(restriction)

    def restriction_size(self, element, restriction):
        return restriction.size()

    def split(self, element, restriction):
        yield from restriction.split(4)


class Counting(beam.DoFn):
    """Hands back what is left of a range after three numbers."""

    def process(self, element, tracker=beam.DoFn.RestrictionParam(Ranges())):
        at_number = tracker.current_restriction().start
        done = 0
        while tracker.try_claim(at_number):
            yield at_number
            at_number += 1
            done += 1
            if done == 3:
                tracker.defer_remainder()
                return


@case
def splittable_steps_that_hand_back():
    with pipeline() as p:
        assert_that(p | beam.Create([10]) | beam.ParDo(Counting()), equal_to(list(range(10))))


class Measured(beam.DoFn):
    def __init__(self):
        self.counter = Metrics.counter('of', 'counter')
        self.distribution = Metrics.distribution('of', 'distribution')

    def process(self, element):
        self.counter.inc()
        self.distribution.update(element)


@case
def metrics():
    p = pipeline()
    p | beam.Create([1, 2, 3]) | 'Measured' >> beam.ParDo(Measured())
    result = p.run()
    result.wait_until_finish()
    counters = result.metrics().query(MetricsFilter().with_name('counter'))['counters']
    assert [metric.committed for metric in counters] == [3], counters
    spread = result.metrics().query(MetricsFilter().with_name('distribution'))['distributions']
    assert (spread[0].committed.min, spread[0].committed.max) == (1, 3), spread


@case
def group_into_batches():
    with pipeline() as p:
        sizes = p | beam.Create([('k', n) for n in range(7)]) | beam.GroupIntoBatches(3)
        assert_that(sizes | beam.MapTuple(lambda _, values: len(values)), equal_to([3, 3, 1]))


@case
def reshuffle():
    with pipeline() as p:
        assert_that(p | beam.Create([1, 2, 3]) | beam.Reshuffle() | beam.Map(lambda n: n * 2), equal_to([2, 4, 6]))


@case
def large_elements():
    with pipeline() as p:
        pairs = p | beam.Create([1, 2]) | beam.Map(lambda _: ('k', b'x' * 30_000_000))
        sizes = pairs | beam.GroupByKey() | beam.MapTuple(lambda _, values: sum(len(value) for value in values))
        assert_that(sizes, equal_to([60_000_000]))


@case
def groups_that_are_read_in_pages():
    with pipeline() as p:
        pairs = p | beam.Create(range(300)) | beam.Map(lambda n: ('k', n.to_bytes(2, 'big') * 50_000))
        # Gone through twice: what was read from the runner is read again.
        sizes = pairs | beam.GroupByKey() | beam.MapTuple(
            lambda _, values: (len(list(values)), sorted({value[:2] for value in values}) == sorted(
                n.to_bytes(2, 'big') for n in range(300))))
        assert_that(sizes, equal_to([(300, True)]))


@case
def empty_input():
    with pipeline() as p:
        assert_that(p | beam.Create([]) | beam.Map(lambda x: (x, 1)) | beam.GroupByKey(), equal_to([]))


class Finalized(beam.DoFn):
    def __init__(self, path):
        self.path = path

    def process(self, element, finalizer=beam.DoFn.BundleFinalizerParam):
        path = self.path
        finalizer.register(lambda: open(path, 'w').close())
        yield element


@case
def bundle_finalizer():
    path = os.path.join(tempfile.mkdtemp(), 'finalized')
    with pipeline() as p:
        p | beam.Create([1]) | beam.ParDo(Finalized(path))
    assert os.path.exists(path)


def main():
    wanted = sys.argv[1]
    failures = 0
    for name, run in CASES.items():
        if wanted not in ('all', 'list') and name not in wanted.split(','):
            continue
        if wanted == 'list':
            print(name)
            continue
        try:
            run()
            print(f'PASS {name}', flush=True)
        except BaseException as failure:
            failures += 1
            text = f'{type(failure).__name__}: {failure}'[-1500:].replace('\n', ' | ')
            print(f'FAIL {name} {text}', flush=True)
    sys.exit(1 if failures else 0)


if __name__ == '__main__':
    main()
