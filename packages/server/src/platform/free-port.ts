import net from 'node:net';

/** Whether something could listen on 127.0.0.1 at `port` right now; resolves with the port bound (0 asks for any), or null. */
async function tryPort(port: number): Promise<number | null> {
  return await new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(null));
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === 'object' ? address.port : null));
    });
  });
}

/** The first free port of 127.0.0.1 at or after `from`; without `from` any the system gives. */
export async function freePort(from?: number): Promise<number> {
  if (from !== undefined) {
    for (let port = from; port <= Math.min(from + 200, 65_535); port++) {
      if ((await tryPort(port)) !== null) return port;
    }
  }
  const port = await tryPort(0);
  if (port === null) throw new Error('no free port on 127.0.0.1');
  return port;
}
