import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
let child: ChildProcess | undefined;
let data = '';

/** Starts the whole product once for all browser tests: embedded database, training caseload, simulator. */
export default async function setup(): Promise<() => Promise<void>> {
  data = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-e2e-'));
  fs.chmodSync(data, 0o755);
  child = spawn(process.execPath, [path.join(root, 'packages/server/src/main.ts')], { env: { ...process.env, DOUDI_DATA: data, DOUDI_PORT: '8190', DATABASE_URL: '' }, stdio: ['ignore', 'pipe', 'inherit'] });
  const started = child;
  process.env['DOUDI_E2E_ORIGIN'] = await new Promise<string>((resolve, reject) => {
    let text = '';
    started.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const m = /地址 \/ address: (http:\S+)/.exec(text);
      if (m?.[1]) resolve(m[1]);
    });
    started.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}\n${text}`)));
  });
  return async () => {
    const ended = new Promise((resolve) => started.once('exit', resolve));
    started.kill('SIGINT');
    await ended;
    fs.rmSync(data, { recursive: true, force: true });
  };
}
