import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { verifyLedger, type LedgerReport } from '../features/ledger/verify.ts';
import { readConfig, SetupError } from '../platform/config.ts';
import type { Config } from '../platform/config.ts';
import { lockInstance } from '../platform/instance-lock.ts';
import { openKeys } from '../platform/keys.ts';
import type { SigningKey } from '../platform/keys.ts';
import { verifyMatters } from '../features/matters/verify.ts';
import { anchoredCounties, readAnchors, type AnchoredChain, type Anchors } from '../platform/log/anchor.ts';
import { readCheckpointFile } from '../platform/log/checkpoint.ts';
import type { CheckpointFile } from '../platform/log/checkpoint.ts';
import { exportLog } from '../platform/log/export.ts';
import { findHead, findLoggedCounties, findStoredCheckpoints, queryOfClient, readLog } from '../platform/log/read.ts';
import type { Query } from '../platform/log/read.ts';
import { verifyChain } from '../platform/log/verify.ts';
import type { Fault, Report } from '../platform/log/verify.ts';
import { findServer, startPostgres } from '../platform/postgres.ts';
import { placeCluster } from '../platform/postgres-files.ts';

/** In production business time is real time; what a slow request or a leaning clock may add. */
const PRODUCTION_SKEW_MINUTES = 10;
/** Of the embedded server, as the installation creates it. */
const DATABASE = 'doudi';

const USAGE = `npm run audit:verify [-- 选项 / options]
  --county N            只核验一个区县 / one county only
  --export FILE         核验后导出日志（供 tools/verify-log.mjs）/ export the log afterwards
  --database-url URL    管理员连接；缺省用 DATABASE_URL 或内置数据库 / administrator connection
  --public-key FILE     只用公钥核验（不读取密钥目录）/ verify with public keys only
  --max-skew MINUTES    办理时间与记录时间允许的差；缺省：正式环境 ${PRODUCTION_SKEW_MINUTES}，培训环境不限`;

const NO_ANCHORS: Anchors = { anchors: [], badLines: [] };

export interface AuditOptions {
  readonly config: Config;
  readonly county?: number | undefined;
  readonly exportFile?: string | undefined;
  readonly publicKeyFile?: string | undefined;
  readonly maxSkewMinutes?: number | undefined;
  readonly print: (line: string) => void;
  /** Real time, ISO. */
  readonly now: string;
}

/** A server that runs already is used as it is; otherwise one is started and stopped again. */
async function reachEmbedded(config: Config): Promise<{ url: string; close: () => Promise<void> }> {
  const { dataFolder } = config;
  const passwordFile = path.join(dataFolder, 'postgres.password');
  if (!fs.existsSync(passwordFile)) throw new SetupError(`${dataFolder} 中没有数据库。`, `There is no database in ${dataFolder}.`);
  const place = placeCluster(dataFolder);
  if (findServer(place.folder) !== null) {
    // Fourth line of the pid file: the port (PostgreSQL, "postmaster.pid").
    const port = fs.readFileSync(path.join(place.folder, 'postmaster.pid'), 'utf8').split('\n')[3];
    return { url: `postgres://postgres:${fs.readFileSync(passwordFile, 'utf8').trim()}@127.0.0.1:${port}/${DATABASE}`, close: async () => undefined };
  }
  const lock = await lockInstance(dataFolder);
  const server = await startPostgres({ dataFolder });
  const close = async (): Promise<void> => {
    await server.stop();
    await lock.release();
  };
  return { url: server.adminUrl(DATABASE), close };
}

function readKeys(options: AuditOptions): { publicKeys: KeyObject[]; signing: SigningKey | null } {
  if (options.publicKeyFile === undefined) {
    const { signing } = openKeys(options.config.keyFile);
    return { publicKeys: [signing.publicKey], signing };
  }
  const blocks = fs.readFileSync(options.publicKeyFile, 'utf8').match(/-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/g) ?? [];
  if (blocks.length === 0) throw new SetupError(`${options.publicKeyFile} 中没有公钥（PEM）。`, `${options.publicKeyFile} holds no public key in PEM.`);
  return { publicKeys: blocks.map((block) => createPublicKey(block)), signing: null };
}

/** Row-level security would hide rows and an empty log verifies well: only a role that sees everything may judge. */
async function refuseBlindRole(query: Query): Promise<void> {
  const rows = await query(`select to_regclass('case_action') is not null as there`);
  if (rows[0]?.['there'] !== true) throw new SetupError('该数据库中没有日志表 case_action。', 'This database has no table case_action.');
  const blind = await query(`select row_security_active('case_action') or row_security_active('checkpoint') or row_security_active('chain_head') as blind`);
  if (blind[0]?.['blind'] !== false) throw new SetupError('该连接受行级安全限制，看不到全部日志；请用管理员连接。', 'This connection is under row-level security and does not see the whole log: connect as administrator.');
}

async function skewOf(query: Query, given: number | undefined): Promise<number | null> {
  if (given !== undefined) return given;
  const rows = await query(`select to_regclass('doudi_meta') is not null as there`);
  if (rows[0]?.['there'] !== true) return PRODUCTION_SKEW_MINUTES;
  const mode = await query(`select value from doudi_meta where name = 'mode'`);
  return mode[0]?.['value'] === 'training' ? null : PRODUCTION_SKEW_MINUTES;
}

function readCheckpointFiles(dataFolder: string): Map<number, CheckpointFile> {
  const folder = path.join(dataFolder, 'checkpoints');
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => /^\d+\.jsonl$/.test(name)) : [];
  return new Map(names.map((name) => Number.parseInt(name, 10)).map((county) => [county, readCheckpointFile(dataFolder, county)]));
}

/** Between a checkpoint's commit and its line in the file lies a moment; a younger one is not yet missed there. */
const WRITING_MILLISECONDS = 60_000;

/**
 * @param before the file as it was before the snapshot: all of it must be in the database (the line follows the commit).
 */
async function verifyCounty(query: Query, options: AuditOptions, county: number, before: CheckpointFile, publicKeys: readonly KeyObject[], maxSkewMinutes: number | null): Promise<Report> {
  const rows = await findStoredCheckpoints(query, county);
  const known = new Set(before.checkpoints.map((checkpoint) => checkpoint.position));
  const positions = new Set(rows.map((checkpoint) => checkpoint.position));
  const since = readCheckpointFile(options.config.dataFolder, county).checkpoints.filter(({ position }) => positions.has(position) && !known.has(position));
  const exported = [...before.checkpoints, ...since];
  const inFile = new Set(exported.map((checkpoint) => checkpoint.position));
  const stored = rows.filter(({ position, at }) => inFile.has(position) || Date.parse(options.now) - Date.parse(at) > WRITING_MILLISECONDS);
  const head = await findHead(query, county);
  const report = await verifyChain(readLog(query, county), { county, publicKeys, stored, exported, head, maxSkewMinutes });
  const bad: Fault[] = before.badLines.map((line) => ({ position: 0, kind: 'checkpoint', text: `校验点文件第 ${line} 行无法读取` }));
  return bad.length === 0 ? report : { ...report, ok: false, faults: [...bad, ...report.faults], faultCount: report.faultCount + bad.length };
}

function printReport(print: (line: string) => void, report: Report): void {
  const verdict = report.ok ? '完好 / intact' : `发现 ${report.faultCount} 处问题 / ${report.faultCount} faults`;
  print(`区县 ${report.county}：记录 ${report.entries} 条，末条 ${report.lastPosition}，相符的校验点 ${report.checkpoints} 个 —— ${verdict}`);
  for (const fault of report.faults) print(`  ✗ [${fault.kind}] ${fault.text}`);
  if (report.faultCount > report.faults.length) print(`  … 另有 ${report.faultCount - report.faults.length} 处`);
}

function printLedger(print: (line: string) => void, report: LedgerReport): void {
  print(`区县 ${report.county}：资金账分录 ${report.entries} 笔 —— ${report.ok ? '完好 / intact' : `发现 ${report.faultCount} 处问题 / ${report.faultCount} faults`}`);
  for (const fault of report.faults) print(`  ✗ [ledger] ${fault}`);
}

function printMatters(print: (line: string) => void, report: Report): void {
  print(`区县 ${report.county}：监督事项记录 ${report.entries} 条 —— ${report.ok ? '完好 / intact' : `发现 ${report.faultCount} 处问题 / ${report.faultCount} faults`}`);
  for (const fault of report.faults) print(`  ✗ [matters] ${fault.text}`);
}

/** One county goes to the file as named; of several each gets its number before the extension. */
function exportName(file: string, county: number, alone: boolean): string {
  if (alone) return file;
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${county}${ext}`);
}

async function writeExport(query: Query, file: string, county: number, signing: SigningKey, maxSkewMinutes: number | null, now: string): Promise<void> {
  if (fs.existsSync(file)) throw new SetupError(`${file} 已存在，不会覆盖。`, `${file} exists and is not overwritten.`);
  const handle = await fs.promises.open(file, 'wx', 0o600);
  try {
    for await (const text of exportLog(query, { county, signing, exportedAt: now, maxSkewMinutes })) await handle.write(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function audit(adminUrl: string, options: AuditOptions): Promise<boolean> {
  const { publicKeys, signing } = readKeys(options);
  const files = readCheckpointFiles(options.config.dataFolder);
  // Read before the snapshot: whatever the file says must be in the database by then.
  const anchorsOf = (chain: AnchoredChain): Map<number, Anchors> => new Map(anchoredCounties(options.config.dataFolder, chain).map((county) => [county, readAnchors(options.config.dataFolder, chain, county)]));
  const [ledgerAnchors, matterAnchors] = [anchorsOf('ledger'), anchorsOf('matters')];
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'doudi-audit' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const query = queryOfClient(client);
    await refuseBlindRole(query);
    const maxSkewMinutes = await skewOf(query, options.maxSkewMinutes);
    const all = [...new Set([...(await findLoggedCounties(query)), ...files.keys(), ...ledgerAnchors.keys(), ...matterAnchors.keys()])].sort((a, b) => a - b);
    const counties = options.county === undefined ? all : [options.county];
    let ok = true;
    for (const county of counties) {
      const report = await verifyCounty(query, options, county, files.get(county) ?? { checkpoints: [], badLines: [] }, publicKeys, maxSkewMinutes);
      printReport(options.print, report);
      const ledger = await verifyLedger(query, county, { file: ledgerAnchors.get(county) ?? NO_ANCHORS, publicKeys });
      if (ledger.entries > 0 || !ledger.ok) printLedger(options.print, ledger);
      const matters = await verifyMatters(query, county, { file: matterAnchors.get(county) ?? NO_ANCHORS, publicKeys }, maxSkewMinutes);
      if (matters.entries > 0 || !matters.ok) printMatters(options.print, matters);
      ok &&= report.ok && ledger.ok && matters.ok;
    }
    if (counties.length === 0) options.print('日志是空的 / the log is empty');
    if (options.exportFile !== undefined) {
      if (!signing) throw new SetupError('导出需要签名密钥，不能与 --public-key 同用。', 'Exporting needs the signing key: leave --public-key out.');
      for (const county of counties) {
        const file = exportName(options.exportFile, county, counties.length === 1);
        await writeExport(query, file, county, signing, maxSkewMinutes, options.now);
        options.print(`已导出 / exported: ${file}`);
      }
    }
    return ok;
  } finally {
    await client.end();
  }
}

/**
 * Verifies the logs of an installation against the database, the stored checkpoints and the checkpoint files, and prints
 * what it finds; reads only. Refuses (SetupError) a connection that does not see every row. Returns whether all is well.
 */
export async function auditVerify(options: AuditOptions): Promise<boolean> {
  if (options.config.databaseUrl !== null) return await audit(options.config.databaseUrl, options);
  const embedded = await reachEmbedded(options.config);
  try {
    return await audit(embedded.url, options);
  } finally {
    await embedded.close();
  }
}

function naturalNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new SetupError(`--${name} 应为整数。`, `--${name} takes a whole number.`);
  return Number(text);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      county: { type: 'string' }, export: { type: 'string' }, 'database-url': { type: 'string' }, 'public-key': { type: 'string' }, 'max-skew': { type: 'string' }, help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const url = values['database-url'];
  const config = readConfig(url === undefined ? process.env : { ...process.env, DATABASE_URL: url });
  const ok = await auditVerify({
    config, county: naturalNumber('county', values.county), exportFile: values.export, publicKeyFile: values['public-key'], maxSkewMinutes: naturalNumber('max-skew', values['max-skew']),
    print: (line) => console.log(line), now: new Date().toISOString(),
  });
  return ok ? 0 : 1;
}

if (import.meta.main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    // A refusal in words or an error of the system with a code is enough; only the unexpected shows its stack.
    console.error(error instanceof SetupError ? error.message : error instanceof Error && 'code' in error ? `${error.message} (${String(error.code)})` : error);
    process.exitCode = 2;
  }
}
