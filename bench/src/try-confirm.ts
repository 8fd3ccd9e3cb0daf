import { startCluster } from './cluster.ts';
import { benchConfirm } from './confirm.ts';
const cluster = await startCluster({ durable: true });
const t = performance.now();
try { console.log(await cluster.version()); console.log(JSON.stringify(await benchConfirm(cluster, { warmUp: Number(process.argv[2] ?? 20), alone: Number(process.argv[3] ?? 60), together: Number(process.argv[4] ?? 80) }, console.log), null, 1)); } finally { await cluster.close(); }
console.log((performance.now() - t) / 1000);
