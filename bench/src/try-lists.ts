import { startCluster } from './cluster.ts';
import { benchLists } from './lists.ts';
const cluster = await startCluster({ durable: true });
const t = performance.now();
try {
  for (const r of await benchLists(cluster, { small: 1000, large: Number(process.argv[2] ?? 20000), rounds: Number(process.argv[3] ?? 40) }, console.log)) console.log(r.name.padEnd(42), r.small.median.toFixed(2), r.large.median.toFixed(2), (r.large.median / r.small.median).toFixed(2), r.small.p95.toFixed(1), r.large.p95.toFixed(1));
  console.log((performance.now() - t) / 1000);
  if (process.env['DOUDI_BENCH_KEEP']) { console.log(JSON.stringify(cluster.env('lists_large'))); await new Promise(() => setInterval(() => 0, 1e6)); }
} finally { await cluster.close(); }
