export { CoderIds, coderFromPlan } from './coders.js';
export { mainInputs, sideInputsOf } from './inputs.js';
export type { Plan, StepTable } from './plan.js';
export { schemaFromPayload, schemaPayload } from './schema.js';
export { referencedName, referencedStep, stepReference } from './step-reference.js';
export { CALL_SITE_ANNOTATION, TYPESCRIPT_ENVIRONMENT, toPlan } from './to-proto.js';
export { windowCoderOf, windowFnFromSpec, windowingFromProto, windowingProto } from './windowing.js';
