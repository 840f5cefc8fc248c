export { toJson } from './wire/to-json.js';
