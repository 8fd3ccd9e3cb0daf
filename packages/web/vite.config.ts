import fs from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** What the copy of a part is without, by its language. */
const OTHER = { zh: /^export const en\b[^]*?^\}.*$/m, en: /^export const zh\b[^]*?^\}.*$/m } as const;
const PART = /^(.*\/i18n\/parts\/\w+\.ts)(\?en)?$/;

/**
 * Both languages of a text stand side by side in src/i18n/parts. A build takes them apart: what `en.ts` imports is a copy with the
 * English alone, so that whoever reads Chinese does not load it.
 */
const languages: Plugin = {
  name: 'doudi-languages',
  apply: 'build',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!importer?.endsWith('/i18n/en.ts') || !source.startsWith('./parts/')) return null;
    const found = await this.resolve(source, importer, { skipSelf: true });
    return found ? `${found.id}?en` : null;
  },
  load(id) {
    const [, file, english] = PART.exec(id) ?? [];
    if (file === undefined) return null;
    const text = fs.readFileSync(file, 'utf8');
    const other = OTHER[english === undefined ? 'zh' : 'en'];
    return other.test(text) ? { code: text.replace(other, ''), moduleType: 'ts' } : this.error(`${file}: both languages are expected, each closed by a line that begins with "}"`);
  },
};

/** The server serves `dist`; while developing, /api goes to a Doudi that `npm start` runs. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [languages, react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 700 },
  server: { host: '127.0.0.1', proxy: { '/api': process.env['DOUDI_ADDRESS'] ?? 'http://127.0.0.1:8080' } },
});
