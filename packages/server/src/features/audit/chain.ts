import { readCheckpointFile, type Checkpoint } from '../../platform/log/checkpoint.ts';
import { findHead, findStoredCheckpoints, readLog } from '../../platform/log/read.ts';
import { verifyChain } from '../../platform/log/verify.ts';
import type { Services } from '../../services.ts';
import { openSnapshot } from './snapshot.ts';

/** In production business time is real time; what a slow request or a leaning clock may add. */
const PRODUCTION_SKEW_MINUTES = 10;
export const skewOf = (services: Services): number | null => (services.installation.config.mode === 'training' ? null : PRODUCTION_SKEW_MINUTES);

/** Between a checkpoint's commit and its line in the file lies a moment. */
const WRITING_MILLISECONDS = 60_000;

export const checkpointView = ({ position, hash, recordedAt, at, keyId, signature }: Checkpoint) => ({ position, hash, recordedAt, at, keyId, signature });

/** Verifies the county's chain against its stored checkpoints, the checkpoint file and the head, reading each entry once. */
export async function verifyCounty(services: Services, county: number) {
  const { config, keys } = services.installation;
  const started = performance.now();
  // The file first: all that it says must be in the database afterwards.
  const file = readCheckpointFile(config.dataFolder, county);
  const snapshot = await openSnapshot(services, county);
  try {
    const { query } = snapshot;
    const rows = await findStoredCheckpoints(query, county);
    const inFile = new Set(file.checkpoints.map((c) => c.position));
    const stored = rows.filter((c) => inFile.has(c.position) || Date.now() - Date.parse(c.at) > WRITING_MILLISECONDS);
    const head = await findHead(query, county);
    const report = await verifyChain(readLog(query, county), { county, publicKeys: [keys.signing.publicKey], stored, exported: file.checkpoints, head, maxSkewMinutes: skewOf(services) });
    const bad = file.badLines.map((line) => ({ position: 0, kind: 'checkpoint', text: `校验点文件第 ${line} 行无法读取` }));
    const last = rows.at(-1);
    return {
      ok: report.ok && bad.length === 0, entries: report.entries, head: { position: report.lastPosition, hash: report.lastHash }, checkpoints: report.checkpoints, lastCheckpoint: last ? checkpointView(last) : null, sinceCheckpoint: report.lastPosition - (last?.position ?? 0),
      faults: [...bad, ...report.faults], faultCount: report.faultCount + bad.length, milliseconds: Math.round(performance.now() - started), publicKey: keys.signing.publicPem,
    };
  } finally {
    await snapshot.close();
  }
}
