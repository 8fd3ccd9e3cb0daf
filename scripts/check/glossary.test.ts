import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ACTION_LABELS } from '@doudi/core/case/actions';
import { COMMANDS } from '@doudi/core/case/commands';
import { LETTER_KINDS } from '@doudi/core/letters/model';
import { STEPS } from '@doudi/core/policy/model';
import { REFUSALS } from '@doudi/core/refusal/refusal';
import { ALL_POSTS } from '@doudi/core/rights/permissions';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const glossary = fs.readFileSync(path.join(root, 'docs/glossary.md'), 'utf8');
const named = new Set([...glossary.matchAll(/`([^`]+)`/g)].map((m) => m[1]));

/** First word of every parameter and text key in policies/: `deadline.case` → `deadline`. */
function families(): string[] {
  const folder = path.join(root, 'policies');
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.yaml'));
  const keys = files.flatMap((f) => [...fs.readFileSync(path.join(folder, f), 'utf8').matchAll(/\bkey: *([a-z-]+)\./g)].map((m) => m[1] ?? ''));
  return [...new Set(keys)];
}

it.each<[string, readonly string[]]>([
  ['posts', ALL_POSTS],
  ['steps', STEPS],
  ['commands', COMMANDS],
  ['actions', Object.keys(ACTION_LABELS)],
  ['letters', LETTER_KINDS],
  ['refusals', [...new Set(Object.keys(REFUSALS).map((code) => code.split('.')[0] ?? ''))]],
  ['parameter families', families()],
])('the glossary has all %s', (_, words) => {
  expect(words.length).toBeGreaterThan(0);
  expect(words.filter((w) => !named.has(w))).toEqual([]);
});
