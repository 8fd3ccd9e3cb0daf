import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

/** A connection kept open, as a browser or a machine has one. */
export interface Connection {
  /** @returns the parsed answer. @throws when it is not 200: a refused command is no measurement. */
  call(method: 'GET' | 'POST', path: string, body?: unknown, headers?: Record<string, string>): Promise<unknown>;
  close(): void;
}

export interface ServerProcess {
  /** Logs an account in with a bearer session. */
  signIn(login: string, password: string): Promise<string>;
  connect(token: string): Connection;
  stop(): Promise<void>;
}

function connection(port: number, token: string | null): Connection {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  return {
    call: (method, path, body, headers = {}) =>
      new Promise((resolve, reject) => {
        const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
        const request = http.request({
          agent, host: '127.0.0.1', port, method, path: `/api/v1${path}`,
          headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(payload ? { 'content-type': 'application/json', 'content-length': payload.length } : {}), ...headers },
        });
        request.on('error', reject);
        request.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('error', reject);
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            if (response.statusCode === 200) resolve(JSON.parse(text));
            else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
          });
        });
        request.end(payload);
      }),
    close: () => agent.destroy(),
  };
}

/** Starts the server on a database that `env` names and waits until it listens. */
export async function startServer(env: Record<string, string>): Promise<ServerProcess> {
  const child = fork(fileURLToPath(new URL('server-process.ts', import.meta.url)), [], { env: { PATH: process.env['PATH'], TZ: 'Asia/Shanghai', ...env }, execArgv: process.env['DOUDI_BENCH_CPU_PROFILE'] ? ['--cpu-prof', `--cpu-prof-dir=${process.env['DOUDI_BENCH_CPU_PROFILE']}`] : [] });
  const gone = once(child, 'exit');
  const port = await Promise.race([once(child, 'message').then(([message]) => (message as { port: number }).port), gone.then(() => null)]);
  if (port === null) throw new Error('the server did not start');
  return {
    signIn: async (login, password) => {
      const door = connection(port, null);
      const { token } = (await door.call('POST', '/session', { login, password, machine: true })) as { token?: string };
      door.close();
      if (!token) throw new Error(`${login} got no token`);
      return token;
    },
    connect: (token) => connection(port, token),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.disconnect();
      await gone;
    },
  };
}
