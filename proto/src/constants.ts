/** The smallest event time of the model, in milliseconds. */
export const minTimestampMillis = -9223372036854775n;

/** The largest event time of the model, in milliseconds: the end of all input. */
export const maxTimestampMillis = 9223372036854775n;

/** The last event time inside the global window, in milliseconds: one day before the end. */
export const globalWindowMaxTimestampMillis = 9223371950454775n;

/** The retrieval token of a job without files, in the staging protocol by manifest. */
export const noArtifactsStagedToken = '__no_artifacts_staged__';

/** Keys of `PTransform.annotations` that an expansion service sets on what it expanded. */
export const annotationKeys = {
  configRow: 'config_row',
  configRowSchema: 'config_row_schema',
  schemaTransformUrn: 'schematransform_urn',
  managedUnderlyingTransformUrn: 'managed_underlying_transform_urn',
} as const;
