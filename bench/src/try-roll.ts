import { startCluster } from './cluster.ts';
import { benchRoll } from './roll.ts';
const cluster = await startCluster({ durable: true });
const t = performance.now();
try { console.log(JSON.stringify(await benchRoll(cluster, { households: Number(process.argv[2] ?? 5000), months: Number(process.argv[3] ?? 2) }, console.log), null, 1)); } finally { await cluster.close(); }
console.log((performance.now() - t) / 1000);
