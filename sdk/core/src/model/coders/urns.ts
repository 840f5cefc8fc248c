/** URNs of the coders in Beam's model (`StandardCoders` in beam_runner_api.proto). */
export const coderUrns = {
  bytes: 'beam:coder:bytes:v1',
  stringUtf8: 'beam:coder:string_utf8:v1',
  bool: 'beam:coder:bool:v1',
  varint: 'beam:coder:varint:v1',
  double: 'beam:coder:double:v1',
  kv: 'beam:coder:kv:v1',
  iterable: 'beam:coder:iterable:v1',
  stateBackedIterable: 'beam:coder:state_backed_iterable:v1',
  lengthPrefix: 'beam:coder:length_prefix:v1',
  nullable: 'beam:coder:nullable:v1',
  globalWindow: 'beam:coder:global_window:v1',
  intervalWindow: 'beam:coder:interval_window:v1',
  customWindow: 'beam:coder:custom_window:v1',
  windowedValue: 'beam:coder:windowed_value:v1',
  paramWindowedValue: 'beam:coder:param_windowed_value:v1',
  timer: 'beam:coder:timer:v1',
  shardedKey: 'beam:coder:sharded_key:v1',
  row: 'beam:coder:row:v1',
} as const;

/** URNs of coders that only hornbeam knows; to every runner their bytes are opaque. */
export const hornbeamCoderUrns = {
  generic: 'hornbeam:coder:generic:v1',
  labelledWindow: 'hornbeam:coder:labelled_window:v1',
} as const;
