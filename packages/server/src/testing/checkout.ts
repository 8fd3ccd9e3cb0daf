import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { REPOSITORY } from '../platform/config.ts';

/** A copy of the checkout in a path with spaces that any user may read, to start as a newcomer would. */
export interface Checkout {
  readonly folder: string;
  remove(): void;
}

/** Hard links where the file system allows: the packages are a gigabyte. */
function copyTree(from: string, to: string): void {
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
  } catch {
    fs.rmSync(to, { recursive: true, force: true });
    execFileSync('cp', ['-a', from, to]);
  }
}

export function copyCheckout(): Checkout {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-start-'));
  fs.chmodSync(parent, 0o755);
  const folder = path.join(parent, '一份 copy');
  fs.mkdirSync(folder);
  for (const name of ['package.json', 'package-lock.json', 'scripts', 'packages', 'policies']) fs.cpSync(path.join(REPOSITORY, name), path.join(folder, name), { recursive: true, verbatimSymlinks: true });
  copyTree(path.join(REPOSITORY, 'node_modules'), path.join(folder, 'node_modules'));
  // Workspaces without a folder here (e2e, bench) would leave dangling links, which npm and Node ignore.
  return { folder, remove: () => fs.rmSync(parent, { recursive: true, force: true }) };
}

/** `npm start` or `npm run …` in its own process group, as a terminal would run it. */
export class Run {
  private readonly mark = `doudi-run-${randomBytes(8).toString('hex')}`;
  private readonly child: ChildProcess;
  private readonly dataFolder: string;
  private readonly ended: Promise<number>;
  output = '';

  constructor(args: readonly string[], options: { readonly cwd: string; readonly dataFolder: string; readonly env?: NodeJS.ProcessEnv; readonly uid?: number; readonly gid?: number; readonly input?: string }) {
    this.dataFolder = options.dataFolder;
    const { npm_config_loglevel: _level, ...inherited } = process.env;
    this.child = spawn('npm', args, {
      cwd: options.cwd,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
      env: { ...inherited, DOUDI_DATA: options.dataFolder, DOUDI_TEST_RUN: this.mark, ...options.env },
    });
    this.child.stdin?.end(options.input ?? '');
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.ended = once(this.child, 'close').then(([code]) => (typeof code === 'number' ? code : 128));
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`did not start: ${this.output}`);
    return this.child.pid;
  }

  /** Waits for words in the output; throws with the whole output when the run ends or takes too long. */
  async said(pattern: RegExp, milliseconds = 120_000): Promise<RegExpExecArray> {
    const end = Date.now() + milliseconds;
    let over = false;
    void this.ended.then(() => (over = true));
    for (;;) {
      const match = pattern.exec(this.output);
      if (match) return match;
      if (over || Date.now() > end) throw new Error(`never said ${pattern}:\n${this.output}`);
      await pause(25);
    }
  }

  /** Address it serves on. */
  async address(): Promise<string> {
    return (await this.said(/address: (http:\/\/127\.0\.0\.1:\d+)/))[1]!;
  }

  async exitCode(): Promise<number> {
    return await this.ended;
  }

  /** What Ctrl-C does: the whole foreground process group gets SIGINT. */
  async interrupt(): Promise<number> {
    process.kill(-this.pid, 'SIGINT');
    return await this.ended;
  }

  /** Processes of this run that are still there: marked by environment, or a database server of its data folder. */
  processes(): number[] {
    const data = fs.existsSync(this.dataFolder) ? fs.realpathSync(this.dataFolder) : this.dataFolder;
    return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
      try {
        if (/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'))) return false;
        return fs.readFileSync(`/proc/${pid}/environ`, 'utf8').includes(this.mark) || fs.readlinkSync(`/proc/${pid}/cwd`).startsWith(data);
      } catch {
        return false;
      }
    });
  }

  /** kill -9 of everything that belongs to the run, the database included. */
  async killTree(): Promise<void> {
    for (let left = this.processes(); left.length > 0; left = this.processes()) {
      for (const pid of left) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // Ended by itself when its parent went.
        }
      }
      await pause(20);
    }
  }

  async allGone(milliseconds: number): Promise<boolean> {
    const end = Date.now() + milliseconds;
    while (this.processes().length > 0) {
      if (Date.now() > end) return false;
      await pause(25);
    }
    return true;
  }
}
