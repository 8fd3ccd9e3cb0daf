import { fstatSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import * as z from 'zod';

/** What both simulators do as processes of their own: read a request, listen on loopback, end with their parent. */

/** The body of a request; undefined when it is longer than `most` bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read on without keeping: breaking off would cut the line before the refusal is sent.
    if (size <= most) chunks.push(chunk);
  }
  return size > most ? undefined : Buffer.concat(chunks);
}

/** Listens on a port of 127.0.0.1 (0 = any), prints one JSON line `{"listening":"http://127.0.0.1:PORT"}`, ends on SIGTERM, SIGINT, or when the parent closes stdin. */
export function serve(server: Server, port: string): void {
  server.listen(z.coerce.number().int().min(0).max(65_535).parse(port), '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') console.log(JSON.stringify({ listening: `http://127.0.0.1:${address.port}` }));
  });
  const stop = (): void => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Only a pipe has a parent at its other end; /dev/null or a terminal would end at once or never.
  const stdin = fstatSync(0);
  if (stdin.isFIFO() || stdin.isSocket()) {
    process.stdin.resume();
    process.stdin.once('end', stop).once('close', stop);
  }
}
