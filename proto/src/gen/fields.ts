// Generated from model/*.proto by `npm run generate`. Change those and generate again.

import type { EnumNames, MessageFields } from '../wire/reflection.js';

/** Fields by message and property. */
export const messageFields: MessageFields = {
  'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor': {
    url: ['one', 'scalar', 'string', false],
    authentication: ['one', 'message', 'org.apache.beam.model.pipeline.v1.AuthenticationSpec', false],
  },
  'org.apache.beam.model.pipeline.v1.AuthenticationSpec': {
    urn: ['one', 'scalar', 'string', false],
    payload: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.pipeline.v1.Components': {
    transforms: ['map', 'message', 'org.apache.beam.model.pipeline.v1.PTransform', false],
    pcollections: ['map', 'message', 'org.apache.beam.model.pipeline.v1.PCollection', false],
    windowingStrategies: ['map', 'message', 'org.apache.beam.model.pipeline.v1.WindowingStrategy', false],
    coders: ['map', 'message', 'org.apache.beam.model.pipeline.v1.Coder', false],
    environments: ['map', 'message', 'org.apache.beam.model.pipeline.v1.Environment', false],
  },
  'org.apache.beam.model.pipeline.v1.Pipeline': {
    components: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Components', false],
    rootTransformIds: ['list', 'scalar', 'string', false],
    displayData: ['list', 'message', 'org.apache.beam.model.pipeline.v1.DisplayData', false],
    requirements: ['list', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.PTransform': {
    spec: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    subtransforms: ['list', 'scalar', 'string', false],
    inputs: ['map', 'scalar', 'string', false],
    outputs: ['map', 'scalar', 'string', false],
    uniqueName: ['one', 'scalar', 'string', false],
    displayData: ['list', 'message', 'org.apache.beam.model.pipeline.v1.DisplayData', false],
    environmentId: ['one', 'scalar', 'string', false],
    annotations: ['map', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.pipeline.v1.PCollection': {
    uniqueName: ['one', 'scalar', 'string', false],
    coderId: ['one', 'scalar', 'string', false],
    isBounded: ['one', 'enum', 'org.apache.beam.model.pipeline.v1.IsBounded.Enum', false],
    windowingStrategyId: ['one', 'scalar', 'string', false],
    displayData: ['list', 'message', 'org.apache.beam.model.pipeline.v1.DisplayData', false],
  },
  'org.apache.beam.model.pipeline.v1.ParDoPayload': {
    doFn: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    sideInputs: ['map', 'message', 'org.apache.beam.model.pipeline.v1.SideInput', false],
    stateSpecs: ['map', 'message', 'org.apache.beam.model.pipeline.v1.StateSpec', false],
    restrictionCoderId: ['one', 'scalar', 'string', false],
    requestsFinalization: ['one', 'scalar', 'bool', false],
    timerFamilySpecs: ['map', 'message', 'org.apache.beam.model.pipeline.v1.TimerFamilySpec', false],
    requiresTimeSortedInput: ['one', 'scalar', 'bool', false],
    requiresStableInput: ['one', 'scalar', 'bool', false],
    onWindowExpirationTimerFamilySpec: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.StateSpec': {
    readModifyWriteSpec: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ReadModifyWriteStateSpec', true],
    bagSpec: ['one', 'message', 'org.apache.beam.model.pipeline.v1.BagStateSpec', true],
    combiningSpec: ['one', 'message', 'org.apache.beam.model.pipeline.v1.CombiningStateSpec', true],
    mapSpec: ['one', 'message', 'org.apache.beam.model.pipeline.v1.MapStateSpec', true],
    setSpec: ['one', 'message', 'org.apache.beam.model.pipeline.v1.SetStateSpec', true],
    orderedListSpec: ['one', 'message', 'org.apache.beam.model.pipeline.v1.OrderedListStateSpec', true],
    protocol: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    multimapSpec: ['one', 'message', 'org.apache.beam.model.pipeline.v1.MultimapStateSpec', true],
  },
  'org.apache.beam.model.pipeline.v1.ReadModifyWriteStateSpec': {
    coderId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.BagStateSpec': {
    elementCoderId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.OrderedListStateSpec': {
    elementCoderId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.CombiningStateSpec': {
    accumulatorCoderId: ['one', 'scalar', 'string', false],
    combineFn: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
  },
  'org.apache.beam.model.pipeline.v1.MapStateSpec': {
    keyCoderId: ['one', 'scalar', 'string', false],
    valueCoderId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.MultimapStateSpec': {
    keyCoderId: ['one', 'scalar', 'string', false],
    valueCoderId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.SetStateSpec': {
    elementCoderId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.TimerFamilySpec': {
    timeDomain: ['one', 'enum', 'org.apache.beam.model.pipeline.v1.TimeDomain.Enum', false],
    timerFamilyCoderId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.ReadPayload': {
    source: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    isBounded: ['one', 'enum', 'org.apache.beam.model.pipeline.v1.IsBounded.Enum', false],
  },
  'org.apache.beam.model.pipeline.v1.WindowIntoPayload': {
    windowFn: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
  },
  'org.apache.beam.model.pipeline.v1.CombinePayload': {
    combineFn: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    accumulatorCoderId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.TestStreamPayload': {
    coderId: ['one', 'scalar', 'string', false],
    events: ['list', 'message', 'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event', false],
    endpoint: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
  },
  'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event': {
    watermarkEvent: ['one', 'message', 'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event.AdvanceWatermark', true],
    processingTimeEvent: ['one', 'message', 'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event.AdvanceProcessingTime', true],
    elementEvent: ['one', 'message', 'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event.AddElements', true],
  },
  'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event.AdvanceWatermark': {
    newWatermark: ['one', 'scalar', 'int64', false],
    tag: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event.AdvanceProcessingTime': {
    advanceDuration: ['one', 'scalar', 'int64', false],
  },
  'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event.AddElements': {
    elements: ['list', 'message', 'org.apache.beam.model.pipeline.v1.TestStreamPayload.TimestampedElement', false],
    tag: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.TestStreamPayload.TimestampedElement': {
    encodedElement: ['one', 'scalar', 'bytes', false],
    timestamp: ['one', 'scalar', 'int64', false],
  },
  'org.apache.beam.model.pipeline.v1.WriteFilesPayload': {
    sink: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    formatFunction: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    windowedWrites: ['one', 'scalar', 'bool', false],
    runnerDeterminedSharding: ['one', 'scalar', 'bool', false],
    sideInputs: ['map', 'message', 'org.apache.beam.model.pipeline.v1.SideInput', false],
    autoSharded: ['one', 'scalar', 'bool', false],
  },
  'org.apache.beam.model.pipeline.v1.PubSubReadPayload': {
    topic: ['one', 'scalar', 'string', false],
    subscription: ['one', 'scalar', 'string', false],
    timestampAttribute: ['one', 'scalar', 'string', false],
    idAttribute: ['one', 'scalar', 'string', false],
    withAttributes: ['one', 'scalar', 'bool', false],
    topicRuntimeOverridden: ['one', 'scalar', 'string', false],
    subscriptionRuntimeOverridden: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.PubSubWritePayload': {
    topic: ['one', 'scalar', 'string', false],
    timestampAttribute: ['one', 'scalar', 'string', false],
    idAttribute: ['one', 'scalar', 'string', false],
    topicRuntimeOverridden: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.GroupIntoBatchesPayload': {
    batchSize: ['one', 'scalar', 'int64', false],
    maxBufferingDurationMillis: ['one', 'scalar', 'int64', false],
    batchSizeBytes: ['one', 'scalar', 'int64', false],
  },
  'org.apache.beam.model.pipeline.v1.RedistributePayload': {
    allowDuplicates: ['one', 'scalar', 'bool', false],
  },
  'org.apache.beam.model.pipeline.v1.Coder': {
    spec: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    componentCoderIds: ['list', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.WindowingStrategy': {
    windowFn: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    mergeStatus: ['one', 'enum', 'org.apache.beam.model.pipeline.v1.MergeStatus.Enum', false],
    windowCoderId: ['one', 'scalar', 'string', false],
    trigger: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger', false],
    accumulationMode: ['one', 'enum', 'org.apache.beam.model.pipeline.v1.AccumulationMode.Enum', false],
    outputTime: ['one', 'enum', 'org.apache.beam.model.pipeline.v1.OutputTime.Enum', false],
    closingBehavior: ['one', 'enum', 'org.apache.beam.model.pipeline.v1.ClosingBehavior.Enum', false],
    allowedLateness: ['one', 'scalar', 'int64', false],
    onTimeBehavior: ['one', 'enum', 'org.apache.beam.model.pipeline.v1.OnTimeBehavior.Enum', false],
    assignsToOneWindow: ['one', 'scalar', 'bool', false],
    environmentId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.Trigger': {
    afterAll: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger.AfterAll', true],
    afterAny: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger.AfterAny', true],
    afterEach: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger.AfterEach', true],
    afterEndOfWindow: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger.AfterEndOfWindow', true],
    afterProcessingTime: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger.AfterProcessingTime', true],
    afterSynchronizedProcessingTime: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger.AfterSynchronizedProcessingTime', true],
    default: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger.Default', true],
    elementCount: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger.ElementCount', true],
    never: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger.Never', true],
    orFinally: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger.OrFinally', true],
    repeat: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger.Repeat', true],
    always: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger.Always', true],
  },
  'org.apache.beam.model.pipeline.v1.Trigger.AfterAll': {
    subtriggers: ['list', 'message', 'org.apache.beam.model.pipeline.v1.Trigger', false],
  },
  'org.apache.beam.model.pipeline.v1.Trigger.AfterAny': {
    subtriggers: ['list', 'message', 'org.apache.beam.model.pipeline.v1.Trigger', false],
  },
  'org.apache.beam.model.pipeline.v1.Trigger.AfterEach': {
    subtriggers: ['list', 'message', 'org.apache.beam.model.pipeline.v1.Trigger', false],
  },
  'org.apache.beam.model.pipeline.v1.Trigger.AfterEndOfWindow': {
    earlyFirings: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger', false],
    lateFirings: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger', false],
  },
  'org.apache.beam.model.pipeline.v1.Trigger.AfterProcessingTime': {
    timestampTransforms: ['list', 'message', 'org.apache.beam.model.pipeline.v1.TimestampTransform', false],
  },
  'org.apache.beam.model.pipeline.v1.Trigger.AfterSynchronizedProcessingTime': {},
  'org.apache.beam.model.pipeline.v1.Trigger.Default': {},
  'org.apache.beam.model.pipeline.v1.Trigger.ElementCount': {
    elementCount: ['one', 'scalar', 'int32', false],
  },
  'org.apache.beam.model.pipeline.v1.Trigger.Never': {},
  'org.apache.beam.model.pipeline.v1.Trigger.Always': {},
  'org.apache.beam.model.pipeline.v1.Trigger.OrFinally': {
    main: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger', false],
    finally: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger', false],
  },
  'org.apache.beam.model.pipeline.v1.Trigger.Repeat': {
    subtrigger: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Trigger', false],
  },
  'org.apache.beam.model.pipeline.v1.TimestampTransform': {
    delay: ['one', 'message', 'org.apache.beam.model.pipeline.v1.TimestampTransform.Delay', true],
    alignTo: ['one', 'message', 'org.apache.beam.model.pipeline.v1.TimestampTransform.AlignTo', true],
  },
  'org.apache.beam.model.pipeline.v1.TimestampTransform.Delay': {
    delayMillis: ['one', 'scalar', 'int64', false],
  },
  'org.apache.beam.model.pipeline.v1.TimestampTransform.AlignTo': {
    period: ['one', 'scalar', 'int64', false],
    offset: ['one', 'scalar', 'int64', false],
  },
  'org.apache.beam.model.pipeline.v1.SideInput': {
    accessPattern: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    viewFn: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    windowMappingFn: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
  },
  'org.apache.beam.model.pipeline.v1.ArtifactFilePayload': {
    path: ['one', 'scalar', 'string', false],
    sha256: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.ArtifactUrlPayload': {
    url: ['one', 'scalar', 'string', false],
    sha256: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.EmbeddedFilePayload': {
    data: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.pipeline.v1.PyPIPayload': {
    artifactId: ['one', 'scalar', 'string', false],
    version: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.MavenPayload': {
    artifact: ['one', 'scalar', 'string', false],
    repositoryUrl: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.DeferredArtifactPayload': {
    key: ['one', 'scalar', 'string', false],
    data: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.pipeline.v1.ArtifactStagingToRolePayload': {
    stagedName: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.ArtifactInformation': {
    typeUrn: ['one', 'scalar', 'string', false],
    typePayload: ['one', 'scalar', 'bytes', false],
    roleUrn: ['one', 'scalar', 'string', false],
    rolePayload: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.pipeline.v1.Environment': {
    urn: ['one', 'scalar', 'string', false],
    payload: ['one', 'scalar', 'bytes', false],
    displayData: ['list', 'message', 'org.apache.beam.model.pipeline.v1.DisplayData', false],
    capabilities: ['list', 'scalar', 'string', false],
    dependencies: ['list', 'message', 'org.apache.beam.model.pipeline.v1.ArtifactInformation', false],
    resourceHints: ['map', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.pipeline.v1.DockerPayload': {
    containerImage: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.ProcessPayload': {
    os: ['one', 'scalar', 'string', false],
    arch: ['one', 'scalar', 'string', false],
    command: ['one', 'scalar', 'string', false],
    env: ['map', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.ExternalPayload': {
    endpoint: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
    params: ['map', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.AnyOfEnvironmentPayload': {
    environments: ['list', 'message', 'org.apache.beam.model.pipeline.v1.Environment', false],
  },
  'org.apache.beam.model.pipeline.v1.FunctionSpec': {
    urn: ['one', 'scalar', 'string', false],
    payload: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.pipeline.v1.LabelledPayload': {
    label: ['one', 'scalar', 'string', false],
    stringValue: ['one', 'scalar', 'string', true],
    boolValue: ['one', 'scalar', 'bool', true],
    doubleValue: ['one', 'scalar', 'double', true],
    intValue: ['one', 'scalar', 'int64', true],
    key: ['one', 'scalar', 'string', false],
    namespace: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.DisplayData': {
    urn: ['one', 'scalar', 'string', false],
    payload: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.pipeline.v1.MessageWithComponents': {
    components: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Components', false],
    coder: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Coder', true],
    combinePayload: ['one', 'message', 'org.apache.beam.model.pipeline.v1.CombinePayload', true],
    functionSpec: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', true],
    parDoPayload: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ParDoPayload', true],
    ptransform: ['one', 'message', 'org.apache.beam.model.pipeline.v1.PTransform', true],
    pcollection: ['one', 'message', 'org.apache.beam.model.pipeline.v1.PCollection', true],
    readPayload: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ReadPayload', true],
    sideInput: ['one', 'message', 'org.apache.beam.model.pipeline.v1.SideInput', true],
    windowIntoPayload: ['one', 'message', 'org.apache.beam.model.pipeline.v1.WindowIntoPayload', true],
    windowingStrategy: ['one', 'message', 'org.apache.beam.model.pipeline.v1.WindowingStrategy', true],
  },
  'org.apache.beam.model.pipeline.v1.ExecutableStagePayload': {
    environment: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Environment', false],
    input: ['one', 'scalar', 'string', false],
    sideInputs: ['list', 'message', 'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.SideInputId', false],
    transforms: ['list', 'scalar', 'string', false],
    outputs: ['list', 'scalar', 'string', false],
    components: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Components', false],
    userStates: ['list', 'message', 'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.UserStateId', false],
    timers: ['list', 'message', 'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.TimerId', false],
    wireCoderSettings: ['list', 'message', 'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.WireCoderSetting', false],
    timerFamilies: ['list', 'message', 'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.TimerFamilyId', false],
  },
  'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.SideInputId': {
    transformId: ['one', 'scalar', 'string', false],
    localName: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.UserStateId': {
    transformId: ['one', 'scalar', 'string', false],
    localName: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.TimerId': {
    transformId: ['one', 'scalar', 'string', false],
    localName: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.TimerFamilyId': {
    transformId: ['one', 'scalar', 'string', false],
    localName: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.WireCoderSetting': {
    urn: ['one', 'scalar', 'string', false],
    payload: ['one', 'scalar', 'bytes', false],
    inputOrOutputId: ['one', 'scalar', 'string', true],
    timer: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ExecutableStagePayload.TimerId', true],
  },
  'org.apache.beam.model.job_management.v1.ResolveArtifactsRequest': {
    artifacts: ['list', 'message', 'org.apache.beam.model.pipeline.v1.ArtifactInformation', false],
    preferredUrns: ['list', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.ResolveArtifactsResponse': {
    replacements: ['list', 'message', 'org.apache.beam.model.pipeline.v1.ArtifactInformation', false],
  },
  'org.apache.beam.model.job_management.v1.GetArtifactRequest': {
    artifact: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ArtifactInformation', false],
  },
  'org.apache.beam.model.job_management.v1.GetArtifactResponse': {
    data: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.job_management.v1.ArtifactRequestWrapper': {
    resolveArtifact: ['one', 'message', 'org.apache.beam.model.job_management.v1.ResolveArtifactsRequest', true],
    getArtifact: ['one', 'message', 'org.apache.beam.model.job_management.v1.GetArtifactRequest', true],
  },
  'org.apache.beam.model.job_management.v1.ArtifactResponseWrapper': {
    stagingToken: ['one', 'scalar', 'string', false],
    isLast: ['one', 'scalar', 'bool', false],
    resolveArtifactResponse: ['one', 'message', 'org.apache.beam.model.job_management.v1.ResolveArtifactsResponse', true],
    getArtifactResponse: ['one', 'message', 'org.apache.beam.model.job_management.v1.GetArtifactResponse', true],
  },
  'org.apache.beam.model.job_management.v1.ArtifactMetadata': {
    name: ['one', 'scalar', 'string', false],
    permissions: ['one', 'scalar', 'uint32', false],
    sha256: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.Manifest': {
    artifact: ['list', 'message', 'org.apache.beam.model.job_management.v1.ArtifactMetadata', false],
  },
  'org.apache.beam.model.job_management.v1.ProxyManifest': {
    manifest: ['one', 'message', 'org.apache.beam.model.job_management.v1.Manifest', false],
    location: ['list', 'message', 'org.apache.beam.model.job_management.v1.ProxyManifest.Location', false],
  },
  'org.apache.beam.model.job_management.v1.ProxyManifest.Location': {
    name: ['one', 'scalar', 'string', false],
    uri: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.GetManifestRequest': {
    retrievalToken: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.GetManifestResponse': {
    manifest: ['one', 'message', 'org.apache.beam.model.job_management.v1.Manifest', false],
  },
  'org.apache.beam.model.job_management.v1.LegacyGetArtifactRequest': {
    name: ['one', 'scalar', 'string', false],
    retrievalToken: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.ArtifactChunk': {
    data: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.job_management.v1.PutArtifactMetadata': {
    stagingSessionToken: ['one', 'scalar', 'string', false],
    metadata: ['one', 'message', 'org.apache.beam.model.job_management.v1.ArtifactMetadata', false],
  },
  'org.apache.beam.model.job_management.v1.PutArtifactRequest': {
    metadata: ['one', 'message', 'org.apache.beam.model.job_management.v1.PutArtifactMetadata', true],
    data: ['one', 'message', 'org.apache.beam.model.job_management.v1.ArtifactChunk', true],
  },
  'org.apache.beam.model.job_management.v1.PutArtifactResponse': {},
  'org.apache.beam.model.job_management.v1.CommitManifestRequest': {
    manifest: ['one', 'message', 'org.apache.beam.model.job_management.v1.Manifest', false],
    stagingSessionToken: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.CommitManifestResponse': {
    retrievalToken: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.Schema': {
    fields: ['list', 'message', 'org.apache.beam.model.pipeline.v1.Field', false],
    id: ['one', 'scalar', 'string', false],
    options: ['list', 'message', 'org.apache.beam.model.pipeline.v1.Option', false],
    encodingPositionsSet: ['one', 'scalar', 'bool', false],
  },
  'org.apache.beam.model.pipeline.v1.Field': {
    name: ['one', 'scalar', 'string', false],
    description: ['one', 'scalar', 'string', false],
    type: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldType', false],
    id: ['one', 'scalar', 'int32', false],
    encodingPosition: ['one', 'scalar', 'int32', false],
    options: ['list', 'message', 'org.apache.beam.model.pipeline.v1.Option', false],
  },
  'org.apache.beam.model.pipeline.v1.FieldType': {
    nullable: ['one', 'scalar', 'bool', false],
    atomicType: ['one', 'enum', 'org.apache.beam.model.pipeline.v1.AtomicType', true],
    arrayType: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ArrayType', true],
    iterableType: ['one', 'message', 'org.apache.beam.model.pipeline.v1.IterableType', true],
    mapType: ['one', 'message', 'org.apache.beam.model.pipeline.v1.MapType', true],
    rowType: ['one', 'message', 'org.apache.beam.model.pipeline.v1.RowType', true],
    logicalType: ['one', 'message', 'org.apache.beam.model.pipeline.v1.LogicalType', true],
  },
  'org.apache.beam.model.pipeline.v1.ArrayType': {
    elementType: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldType', false],
  },
  'org.apache.beam.model.pipeline.v1.IterableType': {
    elementType: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldType', false],
  },
  'org.apache.beam.model.pipeline.v1.MapType': {
    keyType: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldType', false],
    valueType: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldType', false],
  },
  'org.apache.beam.model.pipeline.v1.RowType': {
    schema: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Schema', false],
  },
  'org.apache.beam.model.pipeline.v1.LogicalType': {
    urn: ['one', 'scalar', 'string', false],
    payload: ['one', 'scalar', 'bytes', false],
    representation: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldType', false],
    argumentType: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldType', false],
    argument: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldValue', false],
  },
  'org.apache.beam.model.pipeline.v1.Option': {
    name: ['one', 'scalar', 'string', false],
    type: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldType', false],
    value: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldValue', false],
  },
  'org.apache.beam.model.pipeline.v1.Row': {
    values: ['list', 'message', 'org.apache.beam.model.pipeline.v1.FieldValue', false],
  },
  'org.apache.beam.model.pipeline.v1.FieldValue': {
    atomicValue: ['one', 'message', 'org.apache.beam.model.pipeline.v1.AtomicTypeValue', true],
    arrayValue: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ArrayTypeValue', true],
    iterableValue: ['one', 'message', 'org.apache.beam.model.pipeline.v1.IterableTypeValue', true],
    mapValue: ['one', 'message', 'org.apache.beam.model.pipeline.v1.MapTypeValue', true],
    rowValue: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Row', true],
    logicalTypeValue: ['one', 'message', 'org.apache.beam.model.pipeline.v1.LogicalTypeValue', true],
  },
  'org.apache.beam.model.pipeline.v1.AtomicTypeValue': {
    byte: ['one', 'scalar', 'int32', true],
    int16: ['one', 'scalar', 'int32', true],
    int32: ['one', 'scalar', 'int32', true],
    int64: ['one', 'scalar', 'int64', true],
    float: ['one', 'scalar', 'float', true],
    double: ['one', 'scalar', 'double', true],
    string: ['one', 'scalar', 'string', true],
    boolean: ['one', 'scalar', 'bool', true],
    bytes: ['one', 'scalar', 'bytes', true],
  },
  'org.apache.beam.model.pipeline.v1.ArrayTypeValue': {
    element: ['list', 'message', 'org.apache.beam.model.pipeline.v1.FieldValue', false],
  },
  'org.apache.beam.model.pipeline.v1.IterableTypeValue': {
    element: ['list', 'message', 'org.apache.beam.model.pipeline.v1.FieldValue', false],
  },
  'org.apache.beam.model.pipeline.v1.MapTypeValue': {
    entries: ['list', 'message', 'org.apache.beam.model.pipeline.v1.MapTypeEntry', false],
  },
  'org.apache.beam.model.pipeline.v1.MapTypeEntry': {
    key: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldValue', false],
    value: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldValue', false],
  },
  'org.apache.beam.model.pipeline.v1.LogicalTypeValue': {
    value: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FieldValue', false],
  },
  'org.apache.beam.model.pipeline.v1.SchemaCoderPayload': {
    schema: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Schema', false],
    toRowFn: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    fromRowFn: ['one', 'message', 'org.apache.beam.model.pipeline.v1.FunctionSpec', false],
    additionalCoderInfos: ['list', 'message', 'org.apache.beam.model.pipeline.v1.SchemaCoderPayload.AdditionalCoderInfo', false],
  },
  'org.apache.beam.model.pipeline.v1.SchemaCoderPayload.AdditionalCoderInfo': {
    urn: ['one', 'scalar', 'string', false],
    payload: ['one', 'scalar', 'bytes', false],
  },
  'google.protobuf.Struct': {
    fields: ['map', 'message', 'google.protobuf.Value', false],
  },
  'google.protobuf.Value': {
    nullValue: ['one', 'enum', 'google.protobuf.NullValue', true],
    numberValue: ['one', 'scalar', 'double', true],
    stringValue: ['one', 'scalar', 'string', true],
    boolValue: ['one', 'scalar', 'bool', true],
    structValue: ['one', 'message', 'google.protobuf.Struct', true],
    listValue: ['one', 'message', 'google.protobuf.ListValue', true],
  },
  'google.protobuf.ListValue': {
    values: ['list', 'message', 'google.protobuf.Value', false],
  },
  'google.protobuf.Timestamp': {
    seconds: ['one', 'scalar', 'int64', false],
    nanos: ['one', 'scalar', 'int32', false],
  },
  'google.protobuf.Duration': {
    seconds: ['one', 'scalar', 'int64', false],
    nanos: ['one', 'scalar', 'int32', false],
  },
  'org.apache.beam.model.expansion.v1.ExpansionRequest': {
    components: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Components', false],
    transform: ['one', 'message', 'org.apache.beam.model.pipeline.v1.PTransform', false],
    namespace: ['one', 'scalar', 'string', false],
    outputCoderRequests: ['map', 'scalar', 'string', false],
    requirements: ['list', 'scalar', 'string', false],
    pipelineOptions: ['one', 'message', 'google.protobuf.Struct', false],
  },
  'org.apache.beam.model.expansion.v1.ExpansionResponse': {
    components: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Components', false],
    transform: ['one', 'message', 'org.apache.beam.model.pipeline.v1.PTransform', false],
    requirements: ['list', 'scalar', 'string', false],
    error: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.expansion.v1.DiscoverSchemaTransformRequest': {},
  'org.apache.beam.model.expansion.v1.SchemaTransformConfig': {
    configSchema: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Schema', false],
    inputPcollectionNames: ['list', 'scalar', 'string', false],
    outputPcollectionNames: ['list', 'scalar', 'string', false],
    description: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.expansion.v1.DiscoverSchemaTransformResponse': {
    schemaTransformConfigs: ['map', 'message', 'org.apache.beam.model.expansion.v1.SchemaTransformConfig', false],
    error: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.MonitoringInfoSpec': {
    urn: ['one', 'scalar', 'string', false],
    type: ['one', 'scalar', 'string', false],
    requiredLabels: ['list', 'scalar', 'string', false],
    annotations: ['list', 'message', 'org.apache.beam.model.pipeline.v1.Annotation', false],
  },
  'org.apache.beam.model.pipeline.v1.Annotation': {
    key: ['one', 'scalar', 'string', false],
    value: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.MonitoringInfoLabelProps': {
    name: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.MonitoringInfo': {
    urn: ['one', 'scalar', 'string', false],
    type: ['one', 'scalar', 'string', false],
    payload: ['one', 'scalar', 'bytes', false],
    labels: ['map', 'scalar', 'string', false],
    startTime: ['one', 'message', 'google.protobuf.Timestamp', false],
  },
  'org.apache.beam.model.pipeline.v1.BoundedTrieNode': {
    truncated: ['one', 'scalar', 'bool', false],
    children: ['map', 'message', 'org.apache.beam.model.pipeline.v1.BoundedTrieNode', false],
  },
  'org.apache.beam.model.pipeline.v1.BoundedTrie': {
    bound: ['one', 'scalar', 'int32', false],
    root: ['one', 'message', 'org.apache.beam.model.pipeline.v1.BoundedTrieNode', false],
    singleton: ['list', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.HistogramValue': {
    count: ['one', 'scalar', 'int64', true],
    bucketOptions: ['one', 'message', 'org.apache.beam.model.pipeline.v1.HistogramValue.BucketOptions', true],
    bucketCounts: ['list', 'scalar', 'int64', false],
  },
  'org.apache.beam.model.pipeline.v1.HistogramValue.BucketOptions': {
    linear: ['one', 'message', 'org.apache.beam.model.pipeline.v1.HistogramValue.BucketOptions.Linear', true],
    exponential: ['one', 'message', 'org.apache.beam.model.pipeline.v1.HistogramValue.BucketOptions.Base2Exponent', true],
  },
  'org.apache.beam.model.pipeline.v1.HistogramValue.BucketOptions.Linear': {
    numberOfBuckets: ['one', 'scalar', 'int32', true],
    width: ['one', 'scalar', 'double', true],
    start: ['one', 'scalar', 'double', true],
  },
  'org.apache.beam.model.pipeline.v1.HistogramValue.BucketOptions.Base2Exponent': {
    numberOfBuckets: ['one', 'scalar', 'int32', true],
    scale: ['one', 'scalar', 'int32', true],
  },
  'org.apache.beam.model.fn_execution.v1.ProcessBundleDescriptor': {
    id: ['one', 'scalar', 'string', false],
    transforms: ['map', 'message', 'org.apache.beam.model.pipeline.v1.PTransform', false],
    pcollections: ['map', 'message', 'org.apache.beam.model.pipeline.v1.PCollection', false],
    windowingStrategies: ['map', 'message', 'org.apache.beam.model.pipeline.v1.WindowingStrategy', false],
    coders: ['map', 'message', 'org.apache.beam.model.pipeline.v1.Coder', false],
    environments: ['map', 'message', 'org.apache.beam.model.pipeline.v1.Environment', false],
    stateApiServiceDescriptor: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
    timerApiServiceDescriptor: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
  },
  'org.apache.beam.model.fn_execution.v1.RemoteGrpcPort': {
    apiServiceDescriptor: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
    coderId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.GetProcessBundleDescriptorRequest': {
    processBundleDescriptorId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.InstructionRequest': {
    instructionId: ['one', 'scalar', 'string', false],
    register: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.RegisterRequest', true],
    processBundle: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.ProcessBundleRequest', true],
    processBundleProgress: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.ProcessBundleProgressRequest', true],
    processBundleSplit: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitRequest', true],
    finalizeBundle: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.FinalizeBundleRequest', true],
    monitoringInfos: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.MonitoringInfosMetadataRequest', true],
    harnessMonitoringInfos: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.HarnessMonitoringInfosRequest', true],
    sampleData: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.SampleDataRequest', true],
  },
  'org.apache.beam.model.fn_execution.v1.InstructionResponse': {
    instructionId: ['one', 'scalar', 'string', false],
    error: ['one', 'scalar', 'string', false],
    register: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.RegisterResponse', true],
    processBundle: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.ProcessBundleResponse', true],
    processBundleProgress: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.ProcessBundleProgressResponse', true],
    processBundleSplit: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitResponse', true],
    finalizeBundle: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.FinalizeBundleResponse', true],
    monitoringInfos: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.MonitoringInfosMetadataResponse', true],
    harnessMonitoringInfos: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.HarnessMonitoringInfosResponse', true],
    sampleData: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.SampleDataResponse', true],
  },
  'org.apache.beam.model.fn_execution.v1.SampleDataRequest': {
    pcollectionIds: ['list', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.SampledElement': {
    element: ['one', 'scalar', 'bytes', false],
    sampleTimestamp: ['one', 'message', 'google.protobuf.Timestamp', false],
    exception: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.SampledElement.Exception', false],
  },
  'org.apache.beam.model.fn_execution.v1.SampledElement.Exception': {
    instructionId: ['one', 'scalar', 'string', false],
    transformId: ['one', 'scalar', 'string', false],
    error: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.SampleDataResponse': {
    elementSamples: ['map', 'message', 'org.apache.beam.model.fn_execution.v1.SampleDataResponse.ElementList', false],
  },
  'org.apache.beam.model.fn_execution.v1.SampleDataResponse.ElementList': {
    elements: ['list', 'message', 'org.apache.beam.model.fn_execution.v1.SampledElement', false],
  },
  'org.apache.beam.model.fn_execution.v1.HarnessMonitoringInfosRequest': {},
  'org.apache.beam.model.fn_execution.v1.HarnessMonitoringInfosResponse': {
    monitoringData: ['map', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.RegisterRequest': {
    processBundleDescriptor: ['list', 'message', 'org.apache.beam.model.fn_execution.v1.ProcessBundleDescriptor', false],
  },
  'org.apache.beam.model.fn_execution.v1.RegisterResponse': {},
  'org.apache.beam.model.fn_execution.v1.BundleApplication': {
    transformId: ['one', 'scalar', 'string', false],
    inputId: ['one', 'scalar', 'string', false],
    element: ['one', 'scalar', 'bytes', false],
    outputWatermarks: ['map', 'message', 'google.protobuf.Timestamp', false],
    isBounded: ['one', 'enum', 'org.apache.beam.model.pipeline.v1.IsBounded.Enum', false],
  },
  'org.apache.beam.model.fn_execution.v1.DelayedBundleApplication': {
    application: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.BundleApplication', false],
    requestedTimeDelay: ['one', 'message', 'google.protobuf.Duration', false],
  },
  'org.apache.beam.model.fn_execution.v1.ProcessBundleRequest': {
    processBundleDescriptorId: ['one', 'scalar', 'string', false],
    cacheTokens: ['list', 'message', 'org.apache.beam.model.fn_execution.v1.ProcessBundleRequest.CacheToken', false],
    elements: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.Elements', false],
    hasNoState: ['one', 'scalar', 'bool', false],
    onlyBundleForKeys: ['one', 'scalar', 'bool', false],
    dataStreamId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.ProcessBundleRequest.CacheToken': {
    userState: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.ProcessBundleRequest.CacheToken.UserState', true],
    sideInput: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.ProcessBundleRequest.CacheToken.SideInput', true],
    token: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.ProcessBundleRequest.CacheToken.UserState': {},
  'org.apache.beam.model.fn_execution.v1.ProcessBundleRequest.CacheToken.SideInput': {
    transformId: ['one', 'scalar', 'string', false],
    sideInputId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.ProcessBundleResponse': {
    residualRoots: ['list', 'message', 'org.apache.beam.model.fn_execution.v1.DelayedBundleApplication', false],
    monitoringInfos: ['list', 'message', 'org.apache.beam.model.pipeline.v1.MonitoringInfo', false],
    requiresFinalization: ['one', 'scalar', 'bool', false],
    monitoringData: ['map', 'scalar', 'bytes', false],
    elements: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.Elements', false],
  },
  'org.apache.beam.model.fn_execution.v1.ProcessBundleProgressRequest': {
    instructionId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.MonitoringInfosMetadataRequest': {
    monitoringInfoId: ['list', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.ProcessBundleProgressResponse': {
    monitoringInfos: ['list', 'message', 'org.apache.beam.model.pipeline.v1.MonitoringInfo', false],
    monitoringData: ['map', 'scalar', 'bytes', false],
    consumingReceivedData: ['one', 'scalar', 'bool', true],
  },
  'org.apache.beam.model.fn_execution.v1.MonitoringInfosMetadataResponse': {
    monitoringInfo: ['map', 'message', 'org.apache.beam.model.pipeline.v1.MonitoringInfo', false],
  },
  'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitRequest': {
    instructionId: ['one', 'scalar', 'string', false],
    desiredSplits: ['map', 'message', 'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitRequest.DesiredSplit', false],
  },
  'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitRequest.DesiredSplit': {
    fractionOfRemainder: ['one', 'scalar', 'double', false],
    estimatedInputElements: ['one', 'scalar', 'int64', false],
    allowedSplitPoints: ['list', 'scalar', 'int64', false],
  },
  'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitResponse': {
    primaryRoots: ['list', 'message', 'org.apache.beam.model.fn_execution.v1.BundleApplication', false],
    residualRoots: ['list', 'message', 'org.apache.beam.model.fn_execution.v1.DelayedBundleApplication', false],
    channelSplits: ['list', 'message', 'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitResponse.ChannelSplit', false],
  },
  'org.apache.beam.model.fn_execution.v1.ProcessBundleSplitResponse.ChannelSplit': {
    transformId: ['one', 'scalar', 'string', false],
    lastPrimaryElement: ['one', 'scalar', 'int64', false],
    firstResidualElement: ['one', 'scalar', 'int64', false],
  },
  'org.apache.beam.model.fn_execution.v1.FinalizeBundleRequest': {
    instructionId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.FinalizeBundleResponse': {},
  'org.apache.beam.model.fn_execution.v1.Elements': {
    data: ['list', 'message', 'org.apache.beam.model.fn_execution.v1.Elements.Data', false],
    timers: ['list', 'message', 'org.apache.beam.model.fn_execution.v1.Elements.Timers', false],
  },
  'org.apache.beam.model.fn_execution.v1.Elements.Data': {
    instructionId: ['one', 'scalar', 'string', false],
    transformId: ['one', 'scalar', 'string', false],
    data: ['one', 'scalar', 'bytes', false],
    isLast: ['one', 'scalar', 'bool', false],
  },
  'org.apache.beam.model.fn_execution.v1.Elements.ElementMetadata': {
    drain: ['one', 'enum', 'org.apache.beam.model.fn_execution.v1.Elements.DrainMode.Enum', true],
    traceparent: ['one', 'scalar', 'string', true],
    tracestate: ['one', 'scalar', 'string', true],
    valueKind: ['one', 'enum', 'org.apache.beam.model.fn_execution.v1.Elements.ValueKind.Enum', true],
  },
  'org.apache.beam.model.fn_execution.v1.Elements.Timers': {
    instructionId: ['one', 'scalar', 'string', false],
    transformId: ['one', 'scalar', 'string', false],
    timerFamilyId: ['one', 'scalar', 'string', false],
    timers: ['one', 'scalar', 'bytes', false],
    isLast: ['one', 'scalar', 'bool', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateRequest': {
    id: ['one', 'scalar', 'string', false],
    instructionId: ['one', 'scalar', 'string', false],
    stateKey: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateKey', false],
    get: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateGetRequest', true],
    append: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateAppendRequest', true],
    clear: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateClearRequest', true],
  },
  'org.apache.beam.model.fn_execution.v1.StateResponse': {
    id: ['one', 'scalar', 'string', false],
    error: ['one', 'scalar', 'string', false],
    get: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateGetResponse', true],
    append: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateAppendResponse', true],
    clear: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateClearResponse', true],
  },
  'org.apache.beam.model.fn_execution.v1.StateKey': {
    runner: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateKey.Runner', true],
    multimapSideInput: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateKey.MultimapSideInput', true],
    bagUserState: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateKey.BagUserState', true],
    iterableSideInput: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateKey.IterableSideInput', true],
    multimapKeysSideInput: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateKey.MultimapKeysSideInput', true],
    multimapKeysUserState: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateKey.MultimapKeysUserState', true],
    multimapUserState: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateKey.MultimapUserState', true],
    multimapKeysValuesSideInput: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateKey.MultimapKeysValuesSideInput', true],
    orderedListUserState: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateKey.OrderedListUserState', true],
    multimapEntriesUserState: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.StateKey.MultimapEntriesUserState', true],
  },
  'org.apache.beam.model.fn_execution.v1.StateKey.Runner': {
    key: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateKey.IterableSideInput': {
    transformId: ['one', 'scalar', 'string', false],
    sideInputId: ['one', 'scalar', 'string', false],
    window: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateKey.MultimapSideInput': {
    transformId: ['one', 'scalar', 'string', false],
    sideInputId: ['one', 'scalar', 'string', false],
    window: ['one', 'scalar', 'bytes', false],
    key: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateKey.MultimapKeysSideInput': {
    transformId: ['one', 'scalar', 'string', false],
    sideInputId: ['one', 'scalar', 'string', false],
    window: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateKey.MultimapKeysValuesSideInput': {
    transformId: ['one', 'scalar', 'string', false],
    sideInputId: ['one', 'scalar', 'string', false],
    window: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateKey.BagUserState': {
    transformId: ['one', 'scalar', 'string', false],
    userStateId: ['one', 'scalar', 'string', false],
    window: ['one', 'scalar', 'bytes', false],
    key: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateKey.MultimapKeysUserState': {
    transformId: ['one', 'scalar', 'string', false],
    userStateId: ['one', 'scalar', 'string', false],
    window: ['one', 'scalar', 'bytes', false],
    key: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateKey.MultimapEntriesUserState': {
    transformId: ['one', 'scalar', 'string', false],
    userStateId: ['one', 'scalar', 'string', false],
    window: ['one', 'scalar', 'bytes', false],
    key: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateKey.MultimapUserState': {
    transformId: ['one', 'scalar', 'string', false],
    userStateId: ['one', 'scalar', 'string', false],
    window: ['one', 'scalar', 'bytes', false],
    key: ['one', 'scalar', 'bytes', false],
    mapKey: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateKey.OrderedListUserState': {
    transformId: ['one', 'scalar', 'string', false],
    userStateId: ['one', 'scalar', 'string', false],
    window: ['one', 'scalar', 'bytes', false],
    key: ['one', 'scalar', 'bytes', false],
    range: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.OrderedListRange', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateGetRequest': {
    continuationToken: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateGetResponse': {
    continuationToken: ['one', 'scalar', 'bytes', false],
    data: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateAppendRequest': {
    data: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.fn_execution.v1.StateAppendResponse': {},
  'org.apache.beam.model.fn_execution.v1.StateClearRequest': {},
  'org.apache.beam.model.fn_execution.v1.StateClearResponse': {},
  'org.apache.beam.model.fn_execution.v1.OrderedListRange': {
    start: ['one', 'scalar', 'int64', false],
    end: ['one', 'scalar', 'int64', false],
  },
  'org.apache.beam.model.fn_execution.v1.LogEntry': {
    severity: ['one', 'enum', 'org.apache.beam.model.fn_execution.v1.LogEntry.Severity.Enum', false],
    timestamp: ['one', 'message', 'google.protobuf.Timestamp', false],
    message: ['one', 'scalar', 'string', false],
    trace: ['one', 'scalar', 'string', false],
    instructionId: ['one', 'scalar', 'string', false],
    transformId: ['one', 'scalar', 'string', false],
    logLocation: ['one', 'scalar', 'string', false],
    thread: ['one', 'scalar', 'string', false],
    customData: ['one', 'message', 'google.protobuf.Struct', false],
  },
  'org.apache.beam.model.fn_execution.v1.LogEntry.List': {
    logEntries: ['list', 'message', 'org.apache.beam.model.fn_execution.v1.LogEntry', false],
  },
  'org.apache.beam.model.fn_execution.v1.LogControl': {},
  'org.apache.beam.model.fn_execution.v1.StartWorkerRequest': {
    workerId: ['one', 'scalar', 'string', false],
    controlEndpoint: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
    loggingEndpoint: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
    artifactEndpoint: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
    provisionEndpoint: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
    params: ['map', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.StartWorkerResponse': {
    error: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.StopWorkerRequest': {
    workerId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.StopWorkerResponse': {
    error: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.WorkerStatusRequest': {
    id: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.fn_execution.v1.WorkerStatusResponse': {
    id: ['one', 'scalar', 'string', false],
    error: ['one', 'scalar', 'string', false],
    statusInfo: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.interactive.v1.TestStreamFileHeader': {
    tag: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.interactive.v1.TestStreamFileRecord': {
    recordedEvent: ['one', 'message', 'org.apache.beam.model.pipeline.v1.TestStreamPayload.Event', false],
  },
  'org.apache.beam.model.interactive.v1.EventsRequest': {
    outputIds: ['list', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.PrepareJobRequest': {
    pipeline: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Pipeline', false],
    pipelineOptions: ['one', 'message', 'google.protobuf.Struct', false],
    jobName: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.PrepareJobResponse': {
    preparationId: ['one', 'scalar', 'string', false],
    artifactStagingEndpoint: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
    stagingSessionToken: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.RunJobRequest': {
    preparationId: ['one', 'scalar', 'string', false],
    retrievalToken: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.RunJobResponse': {
    jobId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.CancelJobRequest': {
    jobId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.CancelJobResponse': {
    state: ['one', 'enum', 'org.apache.beam.model.job_management.v1.JobState.Enum', false],
  },
  'org.apache.beam.model.job_management.v1.DrainJobRequest': {
    jobId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.DrainJobResponse': {
    state: ['one', 'enum', 'org.apache.beam.model.job_management.v1.JobState.Enum', false],
  },
  'org.apache.beam.model.job_management.v1.JobInfo': {
    jobId: ['one', 'scalar', 'string', false],
    jobName: ['one', 'scalar', 'string', false],
    pipelineOptions: ['one', 'message', 'google.protobuf.Struct', false],
    state: ['one', 'enum', 'org.apache.beam.model.job_management.v1.JobState.Enum', false],
  },
  'org.apache.beam.model.job_management.v1.GetJobsRequest': {},
  'org.apache.beam.model.job_management.v1.GetJobsResponse': {
    jobInfo: ['list', 'message', 'org.apache.beam.model.job_management.v1.JobInfo', false],
  },
  'org.apache.beam.model.job_management.v1.GetJobStateRequest': {
    jobId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.JobStateEvent': {
    state: ['one', 'enum', 'org.apache.beam.model.job_management.v1.JobState.Enum', false],
    timestamp: ['one', 'message', 'google.protobuf.Timestamp', false],
  },
  'org.apache.beam.model.job_management.v1.GetJobPipelineRequest': {
    jobId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.GetJobPipelineResponse': {
    pipeline: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Pipeline', false],
  },
  'org.apache.beam.model.job_management.v1.JobMessagesRequest': {
    jobId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.JobMessage': {
    messageId: ['one', 'scalar', 'string', false],
    time: ['one', 'scalar', 'string', false],
    importance: ['one', 'enum', 'org.apache.beam.model.job_management.v1.JobMessage.MessageImportance', false],
    messageText: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.JobMessagesResponse': {
    messageResponse: ['one', 'message', 'org.apache.beam.model.job_management.v1.JobMessage', true],
    stateResponse: ['one', 'message', 'org.apache.beam.model.job_management.v1.JobStateEvent', true],
  },
  'org.apache.beam.model.job_management.v1.GetJobMetricsRequest': {
    jobId: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.GetJobMetricsResponse': {
    metrics: ['one', 'message', 'org.apache.beam.model.job_management.v1.MetricResults', false],
  },
  'org.apache.beam.model.job_management.v1.MetricResults': {
    attempted: ['list', 'message', 'org.apache.beam.model.pipeline.v1.MonitoringInfo', false],
    committed: ['list', 'message', 'org.apache.beam.model.pipeline.v1.MonitoringInfo', false],
  },
  'org.apache.beam.model.job_management.v1.DescribePipelineOptionsRequest': {},
  'org.apache.beam.model.job_management.v1.PipelineOptionDescriptor': {
    name: ['one', 'scalar', 'string', false],
    type: ['one', 'enum', 'org.apache.beam.model.job_management.v1.PipelineOptionType.Enum', false],
    description: ['one', 'scalar', 'string', false],
    defaultValue: ['one', 'scalar', 'string', false],
    group: ['one', 'scalar', 'string', false],
  },
  'org.apache.beam.model.job_management.v1.DescribePipelineOptionsResponse': {
    options: ['list', 'message', 'org.apache.beam.model.job_management.v1.PipelineOptionDescriptor', false],
  },
  'org.apache.beam.model.fn_execution.v1.GetProvisionInfoRequest': {},
  'org.apache.beam.model.fn_execution.v1.GetProvisionInfoResponse': {
    info: ['one', 'message', 'org.apache.beam.model.fn_execution.v1.ProvisionInfo', false],
  },
  'org.apache.beam.model.fn_execution.v1.ProvisionInfo': {
    pipelineOptions: ['one', 'message', 'google.protobuf.Struct', false],
    retrievalToken: ['one', 'scalar', 'string', false],
    statusEndpoint: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
    loggingEndpoint: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
    artifactEndpoint: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
    controlEndpoint: ['one', 'message', 'org.apache.beam.model.pipeline.v1.ApiServiceDescriptor', false],
    dependencies: ['list', 'message', 'org.apache.beam.model.pipeline.v1.ArtifactInformation', false],
    runnerCapabilities: ['list', 'scalar', 'string', false],
    metadata: ['map', 'scalar', 'string', false],
    siblingWorkerIds: ['list', 'scalar', 'string', false],
  },
  'org.apache.beam.model.pipeline.v1.ExternalConfigurationPayload': {
    schema: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Schema', false],
    payload: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.pipeline.v1.JavaClassLookupPayload': {
    className: ['one', 'scalar', 'string', false],
    constructorMethod: ['one', 'scalar', 'string', false],
    constructorSchema: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Schema', false],
    constructorPayload: ['one', 'scalar', 'bytes', false],
    builderMethods: ['list', 'message', 'org.apache.beam.model.pipeline.v1.BuilderMethod', false],
  },
  'org.apache.beam.model.pipeline.v1.BuilderMethod': {
    name: ['one', 'scalar', 'string', false],
    schema: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Schema', false],
    payload: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.pipeline.v1.SchemaTransformPayload': {
    identifier: ['one', 'scalar', 'string', false],
    configurationSchema: ['one', 'message', 'org.apache.beam.model.pipeline.v1.Schema', false],
    configurationRow: ['one', 'scalar', 'bytes', false],
  },
  'org.apache.beam.model.pipeline.v1.FixedWindowsPayload': {
    size: ['one', 'message', 'google.protobuf.Duration', false],
    offset: ['one', 'message', 'google.protobuf.Timestamp', false],
  },
  'org.apache.beam.model.pipeline.v1.SlidingWindowsPayload': {
    size: ['one', 'message', 'google.protobuf.Duration', false],
    offset: ['one', 'message', 'google.protobuf.Timestamp', false],
    period: ['one', 'message', 'google.protobuf.Duration', false],
  },
  'org.apache.beam.model.pipeline.v1.SessionWindowsPayload': {
    gapSize: ['one', 'message', 'google.protobuf.Duration', false],
  },
};

/** Names of values by enum. */
export const enumNames: EnumNames = {
  'org.apache.beam.model.pipeline.v1.IsBounded.Enum': { 0: 'UNSPECIFIED', 1: 'UNBOUNDED', 2: 'BOUNDED' },
  'org.apache.beam.model.pipeline.v1.TimeDomain.Enum': { 0: 'UNSPECIFIED', 1: 'EVENT_TIME', 2: 'PROCESSING_TIME' },
  'org.apache.beam.model.pipeline.v1.MergeStatus.Enum': { 0: 'UNSPECIFIED', 1: 'NON_MERGING', 2: 'NEEDS_MERGE', 3: 'ALREADY_MERGED' },
  'org.apache.beam.model.pipeline.v1.AccumulationMode.Enum': { 0: 'UNSPECIFIED', 1: 'DISCARDING', 2: 'ACCUMULATING', 3: 'RETRACTING' },
  'org.apache.beam.model.pipeline.v1.OutputTime.Enum': { 0: 'UNSPECIFIED', 1: 'END_OF_WINDOW', 2: 'LATEST_IN_PANE', 3: 'EARLIEST_IN_PANE' },
  'org.apache.beam.model.pipeline.v1.ClosingBehavior.Enum': { 0: 'UNSPECIFIED', 1: 'EMIT_ALWAYS', 2: 'EMIT_IF_NONEMPTY' },
  'org.apache.beam.model.pipeline.v1.OnTimeBehavior.Enum': { 0: 'UNSPECIFIED', 1: 'FIRE_ALWAYS', 2: 'FIRE_IF_NONEMPTY' },
  'org.apache.beam.model.pipeline.v1.AtomicType': { 0: 'UNSPECIFIED', 1: 'BYTE', 2: 'INT16', 3: 'INT32', 4: 'INT64', 5: 'FLOAT', 6: 'DOUBLE', 7: 'STRING', 8: 'BOOLEAN', 9: 'BYTES' },
  'google.protobuf.NullValue': { 0: 'NULL_VALUE' },
  'org.apache.beam.model.fn_execution.v1.Elements.DrainMode.Enum': { 0: 'UNSPECIFIED', 1: 'NOT_DRAINING', 2: 'DRAINING' },
  'org.apache.beam.model.fn_execution.v1.Elements.ValueKind.Enum': { 0: 'VALUE_KIND_UNSPECIFIED', 1: 'INSERT', 2: 'UPDATE_BEFORE', 3: 'UPDATE_AFTER', 4: 'DELETE' },
  'org.apache.beam.model.fn_execution.v1.LogEntry.Severity.Enum': { 0: 'UNSPECIFIED', 1: 'TRACE', 2: 'DEBUG', 3: 'INFO', 4: 'NOTICE', 5: 'WARN', 6: 'ERROR', 7: 'CRITICAL' },
  'org.apache.beam.model.job_management.v1.JobState.Enum': { 0: 'UNSPECIFIED', 1: 'STOPPED', 2: 'RUNNING', 3: 'DONE', 4: 'FAILED', 5: 'CANCELLED', 6: 'UPDATED', 7: 'DRAINING', 8: 'DRAINED', 9: 'STARTING', 10: 'CANCELLING', 11: 'UPDATING' },
  'org.apache.beam.model.job_management.v1.JobMessage.MessageImportance': { 0: 'MESSAGE_IMPORTANCE_UNSPECIFIED', 1: 'JOB_MESSAGE_DEBUG', 2: 'JOB_MESSAGE_DETAILED', 3: 'JOB_MESSAGE_BASIC', 4: 'JOB_MESSAGE_WARNING', 5: 'JOB_MESSAGE_ERROR' },
  'org.apache.beam.model.job_management.v1.PipelineOptionType.Enum': { 0: 'STRING', 1: 'BOOLEAN', 2: 'INTEGER', 3: 'NUMBER', 4: 'ARRAY', 5: 'OBJECT' },
};
