// What must stand before the server can run: packages, Node 24, the built web client. Runs on Node 20 with nothing
// installed, so: no dependencies, no TypeScript.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const modules = path.join(root, 'node_modules');
const children = new Set();

/** Runs a command to its end in the terminal; rejects when it fails. Ctrl-C reaches it through the terminal or `forward`. */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
  children.add(child);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve({ code: code ?? 128, signal }));
    });
  } finally {
    children.delete(child);
  }
}

/** Passes a signal on to whatever runs now. */
export function forward(signal) {
  for (const child of children) child.kill(signal);
}

function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli && /\.c?js$/.test(cli)) return [process.execPath, [cli, ...args], {}];
  return process.platform === 'win32' ? ['npm.cmd', args, { shell: true }] : ['npm', args, {}];
}

async function succeeds(what, command, args, options) {
  const { code, signal } = await run(command, args, options);
  if (!signal && code === 0) return true;
  console.error(`${what}失败 / failed (${signal ?? code})`);
  return false;
}

/** Ends the process unless the step succeeded. */
export async function must(step) {
  if (!(await step)) process.exit(1);
}

const digest = (text) => createHash('sha256').update(text).digest('hex');
const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');

/** Whether somebody already installed exactly this lock file by hand: every package it needs here has its version. */
function installedByHand(lock) {
  const hidden = read(path.join(modules, '.package-lock.json'));
  if (!hidden) return false;
  const have = JSON.parse(hidden).packages;
  return Object.entries(JSON.parse(lock).packages).every(
    ([name, entry]) => !name.startsWith('node_modules/') || entry.optional || entry.devOptional || entry.peer || have[name]?.version === entry.version,
  );
}

/** `npm ci` when packages are missing or the lock file changed since. @returns whether they are there. */
export async function install() {
  const lock = read(path.join(root, 'package-lock.json'));
  const stamp = path.join(modules, '.doudi-lock');
  if (read(stamp) === digest(lock)) return true;
  if (!installedByHand(lock)) {
    console.log('正在安装依赖 / installing packages…');
    const [command, args, options] = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    if (!(await succeeds('npm ci', command, args, options))) return false;
  }
  try {
    fs.writeFileSync(stamp, digest(lock));
  } catch {
    // Installed by another user: looked at again next time.
  }
  return true;
}

/** Node 24 or newer: the one that runs this, or the one npm installed for this machine. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const file = path.join(modules, `node-${system}-${process.arch}`, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (fs.existsSync(file)) return file;
  console.error(`需要 Node 24：没有适用于 ${system}-${process.arch} 的内置版本，请安装 Node 24 后重试。\nNode 24 is needed: there is none in npm for ${system}-${process.arch}; install it and try again.`);
  process.exit(1);
}

/** Environment in which `node` is Node 24 for every child. */
export function environment(extra = {}) {
  const bin = path.dirname(node24());
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`, ...extra };
}

function* files(folder) {
  if (!fs.existsSync(folder)) return;
  if (!fs.statSync(folder).isDirectory()) return void (yield folder);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || /\.test\.tsx?$/.test(entry.name)) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* files(file);
    else yield file;
  }
}

/** Builds the web client when it is missing or its sources (its own and core's) changed since. @returns whether it is there. */
export async function build() {
  const web = path.join(root, 'packages', 'web');
  if (!fs.existsSync(path.join(web, 'vite.config.ts'))) return true;
  const hash = createHash('sha256');
  for (const file of [...files(web), ...files(path.join(root, 'packages', 'core', 'src')), path.join(root, 'package-lock.json')]) {
    hash.update(`${path.relative(root, file)}\0`).update(fs.readFileSync(file));
  }
  const sources = hash.digest('hex');
  const stamp = path.join(web, 'dist', '.sources');
  if (read(stamp) === sources) return true;
  console.log('正在构建网页 / building the web client…');
  const [command, args, options] = npm(['run', 'build', '--silent']);
  if (!(await succeeds('构建 / build', command, args, { ...options, env: environment() }))) return false;
  fs.writeFileSync(stamp, sources);
  return true;
}

/**
 * Runs a server script under Node 24 until it ends, passing signals on; ends with its exit code. The child holds an IPC
 * channel to us and stops by itself if we are killed.
 */
export async function runServer(script, args = [], extra = {}) {
  const { code, signal } = await run(node24(), [path.join(root, script), ...args], {
    cwd: process.cwd(), stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: environment(extra),
  });
  process.exit(signal ? 1 : code);
}

const parentOf = (pid) => Number(fs.readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1).split(' ')[1]);

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * npm runs us through a shell, which takes npm's SIGTERM for itself and dies without telling us; and nobody tells us of
 * npm's own kill -9. So under npm we end when the shell or npm above us has gone.
 */
function followNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const above = process.platform === 'linux' ? parentOf(shell) : shell;
  setInterval(() => {
    if (process.ppid !== shell || !alive(above)) forward('SIGTERM');
  }, 500).unref();
}

/** Ctrl-C and kill end the child first; we follow with its exit code. */
export function passSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => forward(signal));
  followNpm();
}
