"""python word_count.py <input> <output> <pipeline options>: prints the seconds of the job."""
import re
import sys
import time

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions

text, output, options = sys.argv[1], sys.argv[2], PipelineOptions(sys.argv[3:])
pipeline = beam.Pipeline(options=options)
(pipeline | beam.io.ReadFromText(text) | beam.FlatMap(lambda line: re.findall(r"[A-Za-z']+", line))
 | beam.Map(lambda word: (word, 1)) | beam.CombinePerKey(sum)
 | beam.MapTuple(lambda word, count: f'{word}: {count}') | beam.io.WriteToText(output))
started = time.time()
pipeline.run().wait_until_finish()
print(time.time() - started)
