/**
 * The URNs that give a FunctionSpec, a coder, a metric and so on its meaning; no other file spells one out.
 * Those that begin with `beam:` are the model's, version 2.77; those of `hornbeam` are ours.
 */
export const urns = {
  /** Of `PTransform.spec`. */
  transforms: {
    parDo: 'beam:transform:pardo:v1',
    flatten: 'beam:transform:flatten:v1',
    groupByKey: 'beam:transform:group_by_key:v1',
    impulse: 'beam:transform:impulse:v1',
    assignWindows: 'beam:transform:window_into:v1',
    testStream: 'beam:transform:teststream:v1',
    mapWindows: 'beam:transform:map_windows:v1',
    mergeWindows: 'beam:transform:merge_windows:v1',
    /** Named apart from `Object.prototype.toString`. */
    toStringUtf8: 'beam:transform:to_string:v1',

    combinePerKey: 'beam:transform:combine_per_key:v1',
    combineGlobally: 'beam:transform:combine_globally:v1',
    reshuffle: 'beam:transform:reshuffle:v1',
    redistributeByKey: 'beam:transform:redistribute_by_key:v1',
    redistributeArbitrarily: 'beam:transform:redistribute_arbitrarily:v1',
    groupIntoBatches: 'beam:transform:group_into_batches:v1',
    groupIntoBatchesWithShardedKey: 'beam:transform:group_into_batches_with_sharded_key:v1',
    writeFiles: 'beam:transform:write_files:v1',
    pubSubRead: 'beam:transform:pubsub_read:v1',
    pubSubWrite: 'beam:transform:pubsub_write:v1',
    pubSubWriteV2: 'beam:transform:pubsub_write:v2',

    combinePerKeyPrecombine: 'beam:transform:combine_per_key_precombine:v1',
    combinePerKeyMergeAccumulators: 'beam:transform:combine_per_key_merge_accumulators:v1',
    combinePerKeyExtractOutputs: 'beam:transform:combine_per_key_extract_outputs:v1',
    combinePerKeyConvertToAccumulators: 'beam:transform:combine_per_key_convert_to_accumulators:v1',
    combineGroupedValues: 'beam:transform:combine_grouped_values:v1',

    pairWithRestriction: 'beam:transform:sdf_pair_with_restriction:v1',
    splitAndSizeRestrictions: 'beam:transform:sdf_split_and_size_restrictions:v1',
    processSizedElementsAndRestrictions: 'beam:transform:sdf_process_sized_element_and_restrictions:v1',
    truncateSizedRestriction: 'beam:transform:sdf_truncate_sized_restrictions:v1',

    /** Deprecated by the model. */
    read: 'beam:transform:read:v1',
    /** Deprecated by the model. */
    createView: 'beam:transform:create_view:v1',
  },

  /** Of the ends of a stage: where a worker reads its input from and writes its output to. */
  ports: {
    source: 'beam:runner:source:v1',
    sink: 'beam:runner:sink:v1',
  },

  /** Of `Coder.spec`. */
  coders: {
    bytes: 'beam:coder:bytes:v1',
    stringUtf8: 'beam:coder:string_utf8:v1',
    kv: 'beam:coder:kv:v1',
    bool: 'beam:coder:bool:v1',
    varint: 'beam:coder:varint:v1',
    double: 'beam:coder:double:v1',
    iterable: 'beam:coder:iterable:v1',
    stateBackedIterable: 'beam:coder:state_backed_iterable:v1',
    timer: 'beam:coder:timer:v1',
    lengthPrefix: 'beam:coder:length_prefix:v1',
    globalWindow: 'beam:coder:global_window:v1',
    intervalWindow: 'beam:coder:interval_window:v1',
    customWindow: 'beam:coder:custom_window:v1',
    windowedValue: 'beam:coder:windowed_value:v1',
    paramWindowedValue: 'beam:coder:param_windowed_value:v1',
    row: 'beam:coder:row:v1',
    schema: 'beam:coder:schema:v1',
    shardedKey: 'beam:coder:sharded_key:v1',
    nullable: 'beam:coder:nullable:v1',
  },

  /** Of `LogicalType.urn`. */
  logicalTypes: {
    pythonCallable: 'beam:logical_type:python_callable:v1',
    microsInstant: 'beam:logical_type:micros_instant:v1',
    millisInstant: 'beam:logical_type:millis_instant:v1',
    decimal: 'beam:logical_type:decimal:v1',
    fixedBytes: 'beam:logical_type:fixed_bytes:v1',
    varBytes: 'beam:logical_type:var_bytes:v1',
    fixedChar: 'beam:logical_type:fixed_char:v1',
    varChar: 'beam:logical_type:var_char:v1',
    date: 'beam:logical_type:date:v1',
    timestamp: 'beam:logical_type:timestamp:v1',
  },

  /** Of `WindowingStrategy.windowFn`. */
  windowFns: {
    global: 'beam:window_fn:global_windows:v1',
    fixed: 'beam:window_fn:fixed_windows:v1',
    sliding: 'beam:window_fn:sliding_windows:v1',
    session: 'beam:window_fn:session_windows:v1',
  },

  /** Of `SideInput.accessPattern`. */
  sideInputs: {
    iterable: 'beam:side_input:iterable:v1',
    multimap: 'beam:side_input:multimap:v1',
  },

  /** Of `StateSpec.protocol`. */
  userState: {
    bag: 'beam:user_state:bag:v1',
    multimap: 'beam:user_state:multimap:v1',
    orderedList: 'beam:user_state:ordered_list:v1',
  },

  /** Of `Pipeline.requirements`. */
  requirements: {
    statefulProcessing: 'beam:requirement:pardo:stateful:v1',
    bundleFinalization: 'beam:requirement:pardo:finalization:v1',
    stableInput: 'beam:requirement:pardo:stable_input:v1',
    timeSortedInput: 'beam:requirement:pardo:time_sorted_input:v1',
    splittableDoFn: 'beam:requirement:pardo:splittable_dofn:v1',
    onWindowExpiration: 'beam:requirement:pardo:on_window_expiration:v1',
  },

  /** Of `Environment.capabilities`: what a worker can do. */
  protocols: {
    legacyProgressReporting: 'beam:protocol:progress_reporting:v0',
    progressReporting: 'beam:protocol:progress_reporting:v1',
    workerStatus: 'beam:protocol:worker_status:v1',
    multiCoreBundleProcessing: 'beam:protocol:multi_core_bundle_processing:v1',
    siblingWorkers: 'beam:protocol:sibling_workers:v1',
    harnessMonitoringInfos: 'beam:protocol:harness_monitoring_infos:v1',
    controlRequestElementsEmbedding: 'beam:protocol:control_request_elements_embedding:v1',
    stateCaching: 'beam:protocol:state_caching:v1',
    dataSampling: 'beam:protocol:data_sampling:v1',
    sdkConsumingReceivedData: 'beam:protocol:sdk_consuming_received_data:v1',
    orderedListState: 'beam:protocol:ordered_list_state:v1',
    elementMetadata: 'beam:protocol:element_metadata:v1',
    multimapState: 'beam:protocol:multimap_state:v1',
    namedDataStreams: 'beam:protocol:named_data_streams:v1',
  },

  /** Of `ProvisionInfo.runnerCapabilities`: what a runner can do. */
  runnerProtocols: {
    monitoringInfoShortIds: 'beam:protocol:monitoring_info_short_ids:v1',
    controlResponseElementsEmbedding: 'beam:protocol:control_response_elements_embedding:v1',
    multimapKeysValuesSideInput: 'beam:protocol:multimap_keys_values_side_input:v1',
  },

  /** Of `Environment.urn`. */
  environments: {
    docker: 'beam:env:docker:v1',
    process: 'beam:env:process:v1',
    external: 'beam:env:external:v1',
    default: 'beam:env:default:v1',
    anyOf: 'beam:env:anyof:v1',
  },

  /** Keys of `Environment.resourceHints`. */
  resourceHints: {
    accelerator: 'beam:resources:accelerator:v1',
    minRamBytes: 'beam:resources:min_ram_bytes:v1',
    cpuCount: 'beam:resources:cpu_count:v1',
    maxActiveBundlesPerWorker: 'beam:resources:max_active_bundles_per_worker:v1',
  },

  /** Of `ArtifactInformation.typeUrn`. */
  artifactTypes: {
    file: 'beam:artifact:type:file:v1',
    url: 'beam:artifact:type:url:v1',
    embedded: 'beam:artifact:type:embedded:v1',
    pypi: 'beam:artifact:type:pypi:v1',
    maven: 'beam:artifact:type:maven:v1',
    deferred: 'beam:artifact:type:deferred:v1',
  },

  /** Of `ArtifactInformation.roleUrn`. */
  artifactRoles: {
    stagingTo: 'beam:artifact:role:staging_to:v1',
    pipRequirementsFile: 'beam:artifact:role:pip_requirements_file:v1',
    goWorkerBinary: 'beam:artifact:role:go_worker_binary:v1',
  },

  /** Of `DisplayData.urn`. */
  displayData: {
    labelled: 'beam:display_data:labelled:v1',
  },

  /** Of `MonitoringInfo.urn`; the type and the labels each one needs are in `metricSpecs`. */
  metrics: {
    userSumInt64: 'beam:metric:user:sum_int64:v1',
    userSumDouble: 'beam:metric:user:sum_double:v1',
    userDistributionInt64: 'beam:metric:user:distribution_int64:v1',
    userDistributionDouble: 'beam:metric:user:distribution_double:v1',
    userLatestInt64: 'beam:metric:user:latest_int64:v1',
    userLatestDouble: 'beam:metric:user:latest_double:v1',
    userTopNInt64: 'beam:metric:user:top_n_int64:v1',
    userTopNDouble: 'beam:metric:user:top_n_double:v1',
    userBottomNInt64: 'beam:metric:user:bottom_n_int64:v1',
    userBottomNDouble: 'beam:metric:user:bottom_n_double:v1',
    userSetString: 'beam:metric:user:set_string:v1',
    userBoundedTrie: 'beam:metric:user:bounded_trie:v1',
    userHistogramInt64: 'beam:metric:user:histogram_int64:v1',
    elementCount: 'beam:metric:element_count:v1',
    sampledByteSize: 'beam:metric:sampled_byte_size:v1',
    startBundleMillis: 'beam:metric:pardo_execution_time:start_bundle_msecs:v1',
    processBundleMillis: 'beam:metric:pardo_execution_time:process_bundle_msecs:v1',
    finishBundleMillis: 'beam:metric:pardo_execution_time:finish_bundle_msecs:v1',
    totalMillis: 'beam:metric:ptransform_execution_time:total_msecs:v1',
    workRemaining: 'beam:metric:ptransform_progress:remaining:v1',
    workCompleted: 'beam:metric:ptransform_progress:completed:v1',
    dataChannelReadIndex: 'beam:metric:data_channel:read_index:v1',
    apiRequestCount: 'beam:metric:io:api_request_count:v1',
    apiRequestLatencies: 'beam:metric:io:api_request_latencies:v1',
  },

  /** Of `MonitoringInfo.type`: how the payload is encoded and added up. */
  metricTypes: {
    sumInt64: 'beam:metrics:sum_int64:v1',
    sumDouble: 'beam:metrics:sum_double:v1',
    distributionInt64: 'beam:metrics:distribution_int64:v1',
    distributionDouble: 'beam:metrics:distribution_double:v1',
    latestInt64: 'beam:metrics:latest_int64:v1',
    latestDouble: 'beam:metrics:latest_double:v1',
    topNInt64: 'beam:metrics:top_n_int64:v1',
    topNDouble: 'beam:metrics:top_n_double:v1',
    bottomNInt64: 'beam:metrics:bottom_n_int64:v1',
    bottomNDouble: 'beam:metrics:bottom_n_double:v1',
    progress: 'beam:metrics:progress:v1',
    setString: 'beam:metrics:set_string:v1',
    boundedTrie: 'beam:metrics:bounded_trie:v1',
    histogramInt64: 'beam:metrics:histogram_int64:v1',
  },

  /** Of the payload that tells an expansion service what to expand. */
  expansionMethods: {
    javaClassLookup: 'beam:expansion:payload:java_class_lookup:v1',
    schemaTransform: 'beam:expansion:payload:schematransform:v1',
  },

  /** Of `SchemaTransformPayload.identifier`, for the transforms Beam maintains under a stable name. */
  managedTransforms: {
    icebergRead: 'beam:schematransform:org.apache.beam:iceberg_read:v1',
    icebergWrite: 'beam:schematransform:org.apache.beam:iceberg_write:v1',
    icebergCdcRead: 'beam:schematransform:org.apache.beam:iceberg_cdc_read:v1',
    kafkaRead: 'beam:schematransform:org.apache.beam:kafka_read:v1',
    kafkaWrite: 'beam:schematransform:org.apache.beam:kafka_write:v1',
    bigQueryRead: 'beam:schematransform:org.apache.beam:bigquery_storage_read:v1',
    bigQueryWrite: 'beam:schematransform:org.apache.beam:bigquery_write:v1',
    postgresRead: 'beam:schematransform:org.apache.beam:postgres_read:v1',
    postgresWrite: 'beam:schematransform:org.apache.beam:postgres_write:v1',
    mySqlRead: 'beam:schematransform:org.apache.beam:mysql_read:v1',
    mySqlWrite: 'beam:schematransform:org.apache.beam:mysql_write:v1',
    sqlServerRead: 'beam:schematransform:org.apache.beam:sql_server_read:v1',
    sqlServerWrite: 'beam:schematransform:org.apache.beam:sql_server_write:v1',
    deltaLakeRead: 'beam:schematransform:org.apache.beam:delta_lake_read:v1',
    deltaLakeCdcRead: 'beam:schematransform:org.apache.beam:delta_lake_cdc_read:v1',
  },

  /** Our own. Their payloads are read by the worker that wrote the plan and by nobody else. */
  hornbeam: {
    /** A DoFn written in JavaScript, found by its step. */
    doFn: 'hornbeam:dofn:js:v1',
    /** A DoFn of no user's: passes elements on. */
    identity: 'hornbeam:transform:identity:v1',
    /** A DoFn of no user's: passes groups on, but for panes that are the first of a window that has nothing. */
    filledPanes: 'hornbeam:transform:filled_panes:v1',
    /** A DoFn of no user's: says of each row of a sink which of its writers it goes to. */
    shardRows: 'hornbeam:transform:shard_rows:v1',
    /** A DoFn of no user's: numbers the rows of each writer of a sink. */
    numberRows: 'hornbeam:transform:number_rows:v1',
    /** A DoFn of no user's: writes rows that can no longer change to a sink. */
    writeStableRows: 'hornbeam:transform:write_stable_rows:v1',
    /** A DoFn of no user's: reads elements from the bytes that another runner handed on. */
    decode: 'hornbeam:transform:decode:v1',
    /** A combine function written in JavaScript, found by its step. */
    combineFn: 'hornbeam:combinefn:js:v1',
    /** The view of a side input. */
    viewFn: 'hornbeam:viewfn:js:v1',
    /** Main window to the side window that holds its last timestamp. */
    windowMappingFn: 'hornbeam:windowmapping:default:v1',
    /** The self-describing coder of values without a schema. */
    genericCoder: 'hornbeam:coder:generic:v1',
    /** Windows as long as days, weeks, months or years are in a time zone. */
    calendarWindows: 'hornbeam:window_fn:calendar:v1',
    /** A window function written in JavaScript, found by the step that assigns its windows. */
    /** Of a transform of another SDK, until its expansion service has taken it apart. */
    external: 'hornbeam:transform:external:v1',
    customWindows: 'hornbeam:window_fn:js:v1',
  },
} as const;
