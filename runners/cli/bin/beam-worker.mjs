#!/usr/bin/env -S node --initial-heap-size=128
import { workerMain } from '../dist/worker/main.js';

await workerMain(process.argv.slice(2));
