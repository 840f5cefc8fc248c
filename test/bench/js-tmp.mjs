// long-lived job server: prints endpoint
import { JobServer } from '@hornbeam/flink';
import { flinkParts } from '@hornbeam/services';
import { mkdtempSync } from 'node:fs';
const parts = await flinkParts({});
const s = await JobServer.start({ flinkMaster: '[local]', dir: mkdtempSync('/tmp/fl/b/js-'), jar: parts.jars, flinkHome: parts.home, java: parts.java, heap: 6000, cache: parts.cache, port: Number(process.argv[2] ?? 0) });
console.log(s.endpoint, parts.java.path);
process.on('SIGTERM', async () => { await s.stop(); process.exit(0); });
setInterval(() => {}, 1000);
