export { CoderIds, coderFromPlan } from './coders.js';
export { mainInputs, sideInputsOf } from './inputs.js';
export type { Plan, StepTable } from './plan.js';
export { referencedName, referencedStep, stepReference } from './step-reference.js';
export { CALL_SITE_ANNOTATION, toPlan, TYPESCRIPT_ENVIRONMENT } from './to-proto.js';
export { windowCoderOf, windowFnFromSpec, windowingFromProto, windowingProto } from './windowing.js';
