import { createHash } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { SetupError } from './config.ts';

/**
 * One process per data folder. A listening local socket rather than a pid file: the kernel drops it with the process,
 * however that ends, so nothing stale is left to judge.
 */
export interface InstanceLock {
  /** What a second start is told; the address once it is known. */
  announce(address: string): void;
  release(): Promise<void>;
}

function socketPath(dataFolder: string): string {
  const name = `doudi-${createHash('sha256').update(fs.realpathSync(dataFolder)).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(os.tmpdir(), `${name}.sock`);
}

async function askHolder(address: string): Promise<string | null> {
  return await new Promise((resolve) => {
    const socket = net.connect(address);
    let answer = '';
    socket.setEncoding('utf8').setTimeout(2_000, () => socket.destroy());
    socket.on('data', (text: string) => (answer += text)).once('error', () => resolve(null)).once('close', () => resolve(answer));
  });
}

/** Takes the lock of a data folder; refuses (SetupError) while another process holds it. */
export async function lockInstance(dataFolder: string): Promise<InstanceLock> {
  fs.mkdirSync(dataFolder, { recursive: true, mode: 0o755 });
  const address = socketPath(dataFolder);
  let state = '';
  const server = net.createServer((socket) => socket.on('error', () => undefined).end(state));
  const listen = async (): Promise<boolean> =>
    await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(address, () => resolve(true));
    });
  if (!(await listen())) {
    const holder = await askHolder(address);
    if (holder === null && process.platform !== 'win32' && !address.startsWith('\0')) fs.rmSync(address, { force: true });
    if (holder !== null || !(await listen())) {
      const where = holder ? `：${holder}` : '';
      throw new SetupError(`兜底已在使用数据目录 ${dataFolder}${where}。`, `Doudi is already running on ${dataFolder}${where}.`);
    }
  }
  server.unref();
  return {
    announce: (text) => {
      state = text;
    },
    release: async () => {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
