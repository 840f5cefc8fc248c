export { collect } from './collect.js';
export { ElementExpectation, expectElements } from './expect-elements.js';
export { FakeClock } from './fake-clock.js';
export { type Observation, type Observed, type ObservedElement, observe } from './observe.js';
export { at, TestStream, type Timestamped, testStream } from './test-stream.js';
