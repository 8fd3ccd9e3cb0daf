import path from 'node:path';
import { isCode, isTest, matches, withoutComments } from './sources.ts';
import type { Source } from './sources.ts';

type Layer = 'core' | 'server' | 'web';

/** What a layer may import besides its own files. */
const MAY_USE: Readonly<Record<Layer, readonly Layer[]>> = { core: [], server: ['core'], web: ['core'] };

/** Time, chance and the world outside: arguments of core, never calls in it. */
const IMPURE = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.now\b|\bcrypto\.|\bTemporal\.Now\b|\bprocess\.|\bfetch\(|\bconsole\./g;

const IMPORTED = /\bfrom\s+'([^'\n]+)'|\bimport\s*\(\s*'([^'\n]+)'|\bimport\s+'([^'\n]+)'/g;

const layerOf = (file: string): Layer | null => (/^packages\/(core|server|web)\//.exec(file)?.[1] as Layer | undefined) ?? null;

/** The layer an import leads to, null when it leads to a library or into the same package's other folders. */
function target(file: string, specifier: string): Layer | null {
  const named = /^@doudi\/(core|server|web)\b/.exec(specifier)?.[1];
  if (named) return named as Layer;
  return specifier.startsWith('.') ? layerOf(path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))) : null;
}

function importFaults(source: Source, layer: Layer): string[] {
  return matches(source, IMPORTED, withoutComments(source.text)).flatMap(({ where, found }) => {
    const specifier = found[1] ?? found[2] ?? found[3] ?? '';
    const to = target(source.path, specifier);
    if (to !== null && to !== layer && !MAY_USE[layer].includes(to)) return [`${where} ${layer} imports ${to}: ${specifier}`];
    if (layer !== 'server' && specifier.startsWith('node:') && !isTest(source.path)) return [`${where} ${layer} imports ${specifier}`];
    if (source.path.includes('/src/platform/') && specifier.includes('/features/')) return [`${where} platform imports a feature: ${specifier}`];
    return [];
  });
}

/** core ← server, core ← web, platform ← features; core without clock, chance or I/O. */
export function checkLayers(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const layer = layerOf(source.path);
    if (layer === null || !isCode(source.path) || !source.path.includes('/src/')) return [];
    const impure = layer === 'core' && !isTest(source.path) ? matches(source, IMPURE, withoutComments(source.text)) : [];
    return [...importFaults(source, layer), ...impure.map(({ where, found }) => `${where} core is pure: ${found[0]}`)];
  });
}
