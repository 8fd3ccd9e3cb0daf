import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The server serves `dist`; while developing, /api goes to a Doudi that `npm start` runs. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 700 },
  server: { host: '127.0.0.1', proxy: { '/api': process.env['DOUDI_ADDRESS'] ?? 'http://127.0.0.1:8080' } },
});
