#!/usr/bin/env -S node --initial-heap-size=128
import { main } from '../dist/main.js';

await main(process.argv.slice(2));
