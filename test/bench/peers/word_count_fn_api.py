"""The same word count on Beam's Python SDK and its FnApiRunner. Prints seconds and the number of words."""
import re
import sys
import time

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

started = time.monotonic()
options = PipelineOptions(["--direct_num_workers=1"])
with beam.Pipeline(runner=FnApiRunner(), options=options) as p:
    (
        p
        | beam.io.ReadFromText(sys.argv[1])
        | beam.FlatMap(lambda line: re.findall(r"[a-z']+", line.lower()))
        | beam.combiners.Count.PerElement()
        | beam.MapTuple(lambda word, count: f"{word}: {count}")
        | beam.io.WriteToText(sys.argv[2])
    )
print(time.monotonic() - started)
