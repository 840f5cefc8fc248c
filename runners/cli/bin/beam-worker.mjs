#!/usr/bin/env node
import { workerMain } from '../dist/worker/main.js';

await workerMain(process.argv.slice(2));
