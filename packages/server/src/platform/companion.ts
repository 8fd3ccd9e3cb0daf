import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** A helper process of this installation, such as the training simulator of an outside platform. */
export interface Companion {
  /** Address from its first line, `{"listening":"http://127.0.0.1:PORT"}`. */
  readonly address: string;
  stop(): Promise<void>;
}

function readListening(line: string): string | null {
  try {
    const value: unknown = JSON.parse(line);
    return value && typeof value === 'object' && 'listening' in value && typeof value.listening === 'string' ? value.listening : null;
  } catch {
    return null;
  }
}

async function listening(child: ChildProcess, name: string): Promise<string> {
  if (!child.stdout) throw new Error(`${name}: no output`);
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(() => null);
  const first = (async (): Promise<string | null> => {
    for await (const line of lines) {
      const address = readListening(line);
      if (address) return address;
    }
    return null;
  })();
  const address = await Promise.race([first, ended, pause(20_000, null, { ref: false })]);
  if (!address) throw new Error(`${name} did not start`);
  child.stdout.resume();
  return address;
}

/**
 * Starts a script on a free port of 127.0.0.1 and waits for its address. The child holds the reading end of our pipe and
 * ends with it, so that it outlives neither an orderly stop nor a kill -9. Started again on the same port if it ends.
 */
export async function startCompanion(script: string, flags: readonly string[], log: (line: string) => void): Promise<Companion> {
  let stopping = false;
  let child: ChildProcess;
  const launch = async (port: string): Promise<string> => {
    // Its own process group: Ctrl-C in the terminal must not take it away from requests still being answered.
    child = spawn(process.execPath, [script, '--port', port, ...flags], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    child.stdin?.on('error', () => undefined);
    const current = child;
    const address = await listening(current, script).catch((error: unknown) => {
      current.kill('SIGKILL');
      throw error;
    });
    current.once('exit', () => {
      if (stopping) return;
      log(`模拟器意外退出，重新启动 / a simulator ended and is started again: ${script}`);
      void pause(500).then(async () => (stopping ? '' : await launch(new URL(address).port))).catch((error: unknown) => log(String(error)));
    });
    return address;
  };
  const address = await launch('0');
  return {
    address,
    stop: async () => {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const result = await Promise.race([gone, pause(3_000, 'late' as const, { ref: false })]);
      if (result === 'late') {
        child.kill('SIGKILL');
        await gone;
      }
    },
  };
}
