"""A pipeline with a transform in TypeScript: python shout.py <expansion service> [--urn=…] <pipeline options>"""
import sys

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.external import ImplicitSchemaPayloadBuilder

service, rest = sys.argv[1], sys.argv[2:]
urn = next((arg[len('--urn='):] for arg in rest if arg.startswith('--urn=')), 'beam:transform:org.example:shout:v1')
options = PipelineOptions([arg for arg in rest if not arg.startswith('--urn=')])
with beam.Pipeline(options=options) as p:
    texts = p | beam.Create(['a', 'b']).with_output_types(str)
    shouted = texts | beam.ExternalTransform(urn, ImplicitSchemaPayloadBuilder({'ending': '!'}), service)
    assert_that(shouted, equal_to(['A!', 'B!']))
print('ok')
