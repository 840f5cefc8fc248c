"""The pipelines of the bench in Python, run by a job server whose workers are in this process.

Arguments: which, the input (a file, or a number of elements), then pipeline options. The last line it prints is JSON.
"""
import json
import re
import resource
import sys
import time
from typing import Tuple

import apache_beam as beam
from apache_beam.coders import VarIntCoder
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec

WORD = re.compile(r"[a-z']+")
SEEDS = 40
KEYS = 10_000
# Ten digits follow: a text has 100 characters.
TEXT = "x" * 90
FIRST = 1_000_000_000


class Seen:
    """What came to the end of the pipeline; one bundle runs at a time."""

    elements = 0
    check = 0


def seen(check):
    Seen.elements += 1
    Seen.check += check


def text(seed: int, each: int):
    for n in range(each):
        yield TEXT + str(FIRST + seed * each + n)


def pairs(seed: int, each: int):
    for n in range(each):
        i = seed * each + n
        yield "key%d" % (i % KEYS), i


class Counter(beam.DoFn):
    COUNT = ReadModifyWriteStateSpec("count", VarIntCoder())

    def process(self, _, count=beam.DoFn.StateParam(COUNT)):
        now = (count.read() or 0) + 1
        count.write(now)
        yield now


def word_count(p, file):
    (
        p
        | beam.io.ReadFromText(file)
        | beam.FlatMap(lambda line: WORD.findall(line.lower())).with_output_types(str)
        | beam.combiners.Count.PerElement()
        | beam.Map(lambda pair: seen(len(pair[0]) * pair[1]))
    )


def identity(p, elements):
    (
        p
        | beam.Create(range(SEEDS), reshuffle=False)
        | beam.FlatMap(text, int(elements) // SEEDS).with_output_types(str)
        | "Before" >> beam.Reshuffle()
        | "Identity" >> beam.Map(lambda text: text).with_output_types(str)
        | "After" >> beam.Reshuffle()
        | beam.Map(lambda text: seen(len(text)))
    )


def state(p, elements):
    (
        p
        | beam.Create(range(SEEDS), reshuffle=False)
        | beam.FlatMap(pairs, int(elements) // SEEDS).with_output_types(Tuple[str, int])
        | beam.ParDo(Counter()).with_output_types(int)
        | beam.Map(seen)
    )


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    which, given, *options = sys.argv[1:]
    pipeline = beam.Pipeline(options=PipelineOptions(options))
    {"wordcount": word_count, "identity": identity, "state": state}[which](pipeline, given)
    started, cpu = time.monotonic(), cpu_seconds()
    end = pipeline.run().wait_until_finish()
    print(
        json.dumps(
            {
                "state": str(end),
                "seconds": round(time.monotonic() - started, 3),
                "cpuSeconds": round(cpu_seconds() - cpu, 3),
                "processCpuSeconds": round(cpu_seconds(), 3),
                "elements": Seen.elements,
                "check": Seen.check,
            }
        )
    )
