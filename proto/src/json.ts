export { type Json, toJson } from './wire/to-json.js';
