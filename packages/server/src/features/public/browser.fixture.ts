/** A browser without script, as the public pages are read: cookies, forms and redirects, nothing else. */
export class Reader {
  readonly origin: string;
  readonly cookies = new Map<string, string>();
  constructor(origin: string) {
    this.origin = origin;
  }

  async open(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<{ status: number; text: string; headers: Headers; bytes: Buffer }> {
    const cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
    const r = await fetch(`${this.origin}${path}`, { redirect: 'manual', ...init, headers: { ...(cookie ? { cookie } : {}), ...init.headers } });
    for (const line of r.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name && value) this.cookies.set(name, value);
      else if (name) this.cookies.delete(name);
    }
    const to = r.headers.get('location');
    if (r.status === 303 && to) return await this.open(to);
    const bytes = Buffer.from(await r.arrayBuffer());
    return { status: r.status, text: bytes.toString('utf8'), headers: r.headers, bytes };
  }

  /** Sends a form as a page of this site does. */
  async send(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Awaited<ReturnType<Reader['open']>>> {
    return await this.open(path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.origin, ...headers } });
  }
}

/** The hidden token of the forms on a page. */
export const tokenIn = (page: string): string => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
