import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkLayers } from './layers.ts';
import { withoutComments } from './sources.ts';
import type { Source } from './sources.ts';
import { checkTables } from './tables.ts';
import type { Owners } from './tables.ts';
import { checkDocs, checkLeftOvers, checkLockFile, checkPlaces } from './texts.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const file = (path: string, text: string): Source => ({ path, text });

describe('layers', () => {
  const faults = (path: string, text: string): string[] => checkLayers([file(path, text)]);

  it.each([
    ['packages/core/src/case/x.ts', `import fs from 'node:fs';`],
    ['packages/core/src/case/x.ts', `import { serve } from '@doudi/server/serve';`],
    ['packages/core/src/case/x.ts', `import { serve } from '../../../server/src/serve.ts';`],
    ['packages/core/src/case/x.ts', 'const now = Date.now();'],
    ['packages/core/src/case/x.ts', 'const now = new Date();'],
    ['packages/core/src/case/x.ts', 'const id = crypto.randomUUID();'],
    ['packages/core/src/case/x.ts', 'const chance = Math.random();'],
    ['packages/web/src/x.tsx', `const { serve } = await import('@doudi/server/serve');`],
    ['packages/server/src/x.ts', `export { App } from '../../web/src/app/App.tsx';`],
    ['packages/server/src/platform/x.ts', `import { findCase } from '../features/cases/context.ts';`],
  ])('%s refuses %s', (path, text) => {
    expect(faults(path, text)).toHaveLength(1);
  });

  it('lets the allowed through, and what only a comment says', () => {
    expect(faults('packages/core/src/case/x.ts', `import * as z from 'zod';\n// never Date.now()\nconst day = new Date(ms);`)).toEqual([]);
    expect(faults('packages/server/src/features/cases/x.ts', `import fs from 'node:fs';\nimport { fold } from '@doudi/core/case/state';\nDate.now();`)).toEqual([]);
    expect(faults('packages/core/src/case/x.test.ts', `import fs from 'node:fs';`)).toEqual([]);
  });

  it('names file and line', () => {
    expect(faults('packages/core/src/x.ts', '/* two\nlines */\nconst a = Math.random();')).toEqual(['packages/core/src/x.ts:3 core is pure: Math.random']);
  });
});

describe('tables', () => {
  const tables = file('packages/server/src/tables/all.sql', 'create table roll (\n);\ncreate table person (\n);\ncreate table unit (\n);');
  const owners: Owners = { tables: { roll: 'payments', person: 'persons', unit: 'organisation' }, readByAll: { unit: 'names' }, also: {}, writesAll: { training: 'seeds' } };
  const faults = (path: string, text: string, more: Partial<Owners> = {}): string[] => checkTables([tables, file(path, text)], { ...owners, ...more });

  it('refuses a read and a write of another feature’s table, and a write of a table that all may read', () => {
    expect(faults('packages/server/src/features/cases/x.ts', 'sql`select 1 from unit join roll on true`')).toEqual(['packages/server/src/features/cases/x.ts:1 cases reads roll, which belongs to payments']);
    expect(faults('packages/server/src/features/cases/x.ts', 'sql`update person set a = 1`')).toHaveLength(1);
    expect(faults('packages/server/src/features/cases/x.ts', 'sql`delete from unit`')).toHaveLength(1);
    expect(faults('packages/server/src/features/cases/x.ts', `db.insertInto('roll')`)).toHaveLength(1);
    expect(faults('packages/server/src/platform/x.ts', 'sql`select 1 from roll`')).toHaveLength(1);
  });

  it('lets an owner, a listed exception and the seeding feature through', () => {
    expect(faults('packages/server/src/features/payments/x.ts', 'sql`insert into roll select 1 from unit`')).toEqual([]);
    expect(faults('packages/server/src/features/cases/x.ts', 'sql`select 1 from roll`', { also: { 'cases reads roll': 'shown' } })).toEqual([]);
    expect(faults('packages/server/src/features/training/x.ts', 'sql`insert into roll select 1`')).toEqual([]);
  });

  it('refuses a table without owner and an exception that is no longer used', () => {
    expect(checkTables([tables], { ...owners, tables: { roll: 'payments', person: 'persons' }, also: { 'cases reads roll': 'shown' } })).toEqual(['owners.json: table unit has no owner', 'owners.json: no longer true: cases reads roll']);
  });
});

describe('texts', () => {
  it('refuses a place named in code, not in tests and training', () => {
    expect(checkPlaces([file('packages/core/src/x.ts', `if (key === 'hongqiao') {}`), file('packages/web/src/x.tsx', '<p>珙县</p>')])).toHaveLength(2);
    expect(checkPlaces([file('packages/core/src/x.test.ts', '红桥'), file('packages/server/src/features/training/x.ts', '红桥'), file('policies/x.yaml', '红桥')])).toEqual([]);
  });

  it('refuses what is skipped, silenced without a reason or too long', () => {
    const text = ['test.' + 'skip("x", f)', 'a as an' + 'y', '// TO' + 'DO', '// oxlint-dis' + 'able-next-line no-eval', '// oxlint-dis' + 'able-next-line no-eval -- it is the test of eval'].join('\n');
    expect(checkLeftOvers([file('packages/core/src/x.test.ts', text)])).toHaveLength(4);
    expect(checkLeftOvers([file('packages/core/src/x.ts', '\n'.repeat(501))])).toHaveLength(1);
    expect(checkLeftOvers([file('packages/core/src/x.ts', `// Made by a program; do not edit.${'\n'.repeat(501)}`)])).toEqual([]);
  });

  it('refuses a document that names a path which does not exist', () => {
    expect(checkDocs([file('docs/x.md', 'See `scripts/check.mjs` and [the plans](../policies/README.md), `packages/core/src/<feature>`.')], root)).toEqual([]);
    expect(checkDocs([file('docs/x.md', 'See `scripts/gone.mjs`\nand [this](gone.md).')], root)).toEqual(['docs/x.md:1 names scripts/gone.mjs, which does not exist', 'docs/x.md:2 names gone.md, which does not exist']);
  });

  it('refuses a lock file that was made from other package files', () => {
    const lock = JSON.stringify({ packages: { 'packages/web': { dependencies: { zod: '4.6.6' } } } });
    expect(checkLockFile([file('packages/web/package.json', '{"dependencies":{"zod":"4.6.7"}}')], lock)).toEqual(['packages/web/package.json: zod is 4.6.7, in package-lock.json 4.6.6']);
    expect(checkLockFile([file('bench/package.json', '{}')], lock)).toEqual(['package-lock.json does not know bench/package.json']);
  });
});

it('comments are blanked, strings and lines kept', () => {
  expect(withoutComments(`a; // b\n'//c' /* d\n */ e`)).toBe(`a;     \n'//c'     \n    e`);
});
