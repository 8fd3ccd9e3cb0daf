import fs from 'node:fs';
import path from 'node:path';

/** A file of the repository: path from its root with forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

const LEFT_OUT = new Set(['node_modules', 'dist', 'data', 'coverage', 'test-results', 'playwright-report', '.git']);
const READ = /\.(ts|tsx|mjs|css|sql|typ|json|md|yaml|html)$/;

/** Every text file of the repository that people write, in a fixed order. */
export function readSources(root: string): Source[] {
  const found: Source[] = [];
  const walk = (folder: string): void => {
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!LEFT_OUT.has(entry.name)) walk(file);
      } else if (READ.test(entry.name) && entry.name !== 'package-lock.json') {
        found.push({ path: file, text: fs.readFileSync(path.join(root, file), 'utf8') });
      }
    }
  };
  walk('');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Tests, their fixtures and helpers, and the training caseload: free of the rules that hold for what a county runs. */
export const isTest = (file: string): boolean => /\.(test|fixture)\.tsx?$|\/(testing|fixtures)\/|\/(testing|fixture)\.ts$/.test(file);
export const isTraining = (file: string): boolean => file.includes('/features/training/');
/** Written by a program; judged by the check that it is up to date. */
export const isGenerated = (source: Source): boolean => /do not edit/.test(source.text.slice(0, 200));
export const isCode = (file: string): boolean => /\.(ts|tsx|mjs)$/.test(file);

/**
 * The text with comments blanked out, line breaks kept, so that a rule about code does not trip over a sentence. Strings
 * and templates are stepped over; a regular expression that holds a quote is taken for division, which costs nothing here.
 */
export const withoutComments = (text: string): string => text.replaceAll(PIECES, (piece) => (piece.startsWith('/') ? blank(piece) : piece));
/** The same with strings and templates blanked out too: what is left is code. */
export const codeOnly = (text: string): string => text.replaceAll(PIECES, blank);

const PIECES = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const blank = (piece: string): string => piece.replaceAll(/[^\n]/g, ' ');

/** Line number (from 1) of an offset. */
export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** `file:line` of every match, with what was found. */
export function matches(source: Source, pattern: RegExp, text = source.text): { where: string; found: RegExpExecArray }[] {
  return [...text.matchAll(pattern)].map((found) => ({ where: `${source.path}:${lineOf(text, found.index)}`, found }));
}
