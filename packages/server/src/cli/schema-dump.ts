import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startTemporaryPostgres } from '../testing/temporary-postgres.ts';
import { describeRows } from './schema-rows.ts';
import { describeSchema } from './schema-text.ts';

/**
 * npm run schema:dump [-- --check]: what the migrations make, read back from a fresh database. Writes the structure for
 * reviewers (schema.sql) and the row types for the compiler (platform/rows.ts); with --check only compares.
 */
const TARGETS = [
  { file: fileURLToPath(new URL('../../schema.sql', import.meta.url)), describe: describeSchema },
  { file: fileURLToPath(new URL('../platform/rows.ts', import.meta.url)), describe: describeRows },
];

const check = process.argv.includes('--check');
const server = await startTemporaryPostgres();
try {
  const client = new pg.Client({ connectionString: server.adminUrl });
  await client.connect();
  for (const { file, describe } of TARGETS) {
    const text = await describe(client);
    const known = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
    if (known === text) continue;
    if (check) {
      console.error(`${file}: differs from the migrations; run npm run schema:dump`);
      process.exitCode = 1;
    } else {
      fs.writeFileSync(file, text);
      console.log(`written: ${file}`);
    }
  }
  await client.end();
} finally {
  await server.close();
}
