import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sparticuz from '@sparticuz/chromium';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A Chromium of the system where one stands, else the one from npm; never downloaded. */
export async function chromiumPath(): Promise<string> {
  for (const p of ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']) if (fs.existsSync(p)) return p;
  return await sparticuz.executablePath();
}

/** Chinese glyphs from the font that the letters use, so that pages look the same on a machine without fonts. */
export function fontConfig(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-fonts-'));
  const file = path.join(folder, 'fonts.conf');
  fs.writeFileSync(file, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${path.join(root, 'node_modules/@expo-google-fonts/noto-sans-sc/400Regular')}</dir><dir>${path.join(root, 'node_modules/@expo-google-fonts/noto-sans-sc/700Bold')}</dir><cachedir>${path.join(folder, 'cache')}</cachedir></fontconfig>`);
  return file;
}

export const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--font-render-hinting=none', '--lang=zh-CN'];
