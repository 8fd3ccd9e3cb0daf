import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as z from 'zod';
import { TypesetError } from './errors.ts';

/** Families by their part in a document, each with those that stand in where it lacks a character. */
export interface FontRoles {
  readonly title: readonly string[];
  readonly heading: readonly string[];
  readonly body: readonly string[];
}

export interface Fonts {
  /** Folders searched for font files; nothing else on the machine is used. */
  readonly folders: readonly string[];
  readonly roles: FontRoles;
}

const SONG = 'Noto Serif SC';
const HEI = 'Noto Sans SC';

/** `fonts.json` in an office's own font folder: family names by part, for example 方正小标宋 for titles and 仿宋 for the body. */
const ownSchema = z.strictObject({ title: z.string().min(1).optional(), heading: z.string().min(1).optional(), body: z.string().min(1).optional() });

/** The fonts that come with the program, as folders. */
function shipped(): string[] {
  const require = createRequire(import.meta.url);
  const folder = (name: string, weight: string): string => path.join(path.dirname(require.resolve(`@expo-google-fonts/${name}/package.json`)), weight);
  return [folder('noto-serif-sc', '400Regular'), folder('noto-serif-sc', '700Bold'), folder('noto-sans-sc', '400Regular'), folder('noto-sans-sc', '700Bold')];
}

/**
 * Fonts for typesetting: those shipped, and before them an office's own when a folder is named (setting DOUDI_FONTS). That
 * folder holds font files and `fonts.json`; characters an own font lacks are taken from the shipped ones.
 * @throws {TypesetError} when the folder or its `fonts.json` is missing or wrong.
 */
export function loadFonts(ownFolder: string | undefined = process.env['DOUDI_FONTS']): Fonts {
  const roles: FontRoles = { title: [SONG], heading: [HEI, SONG], body: [SONG] };
  if (ownFolder === undefined || ownFolder === '') return { folders: shipped(), roles };
  const file = path.join(ownFolder, 'fonts.json');
  if (!existsSync(file)) throw new TypesetError(`字体文件夹 ${ownFolder} 中没有 fonts.json`);
  let own: z.infer<typeof ownSchema>;
  try {
    own = ownSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (e) {
    throw new TypesetError(`${file} 不能使用：${e instanceof Error ? e.message : String(e)}`);
  }
  const first = (name: string | undefined, rest: readonly string[]): string[] => (name === undefined ? [...rest] : [name, ...rest]);
  return { folders: [ownFolder, ...shipped()], roles: { title: first(own.title, roles.title), heading: first(own.heading, roles.heading), body: first(own.body, roles.body) } };
}
