import type * as z from 'zod';
import { checkReferences } from './check.ts';
import type { Fault, FieldPath } from './locate.ts';
import { SourceMap } from './locate.ts';
import type { PolicyLayer } from './model.ts';
import {
  entrustmentSchema, instrumentSchema, jurisdictionSchema, meetingBodySchema, orgUnitSchema, parameterSchema, procedureSchema, programmeSchema, reservedProgrammeSchema, textSchema,
} from './model.ts';
import { checkValue } from './value.ts';
import { issueMessage, issuePath } from './zod-fault.ts';

export type { Fault } from './locate.ts';

/** A policy file as read: its path relative to `policies/` (`national/…` or `<jurisdiction>/…`) and its text. */
export interface PolicySource {
  readonly path: string;
  readonly text: string;
}

export interface ParsedPolicies {
  readonly nation: PolicyLayer;
  readonly counties: readonly PolicyLayer[];
}

/** An item with the place it came from, for faults found later. */
export interface Located<T> {
  readonly value: T;
  readonly source: SourceMap;
  readonly path: FieldPath;
}

const SECTIONS = {
  reservedProgrammes: reservedProgrammeSchema,
  instruments: instrumentSchema,
  parameters: parameterSchema,
  procedures: procedureSchema,
  meetingBodies: meetingBodySchema,
  programmes: programmeSchema,
  texts: textSchema,
  units: orgUnitSchema,
  entrustments: entrustmentSchema,
} as const;
type Section = keyof typeof SECTIONS;
const SECTION_NAMES = Object.keys(SECTIONS) as Section[];

/** A layer while it is being read: every good item keeps its place in its file. */
export type LocatedLayer = { readonly id: string; readonly jurisdictions: Located<PolicyLayer['jurisdiction'] & object>[] } & {
  readonly [S in Section]: Located<z.infer<(typeof SECTIONS)[S]>>[];
} & { /** Ids of items that are there but faulty, so that one fault does not cause ten more. */ readonly broken: Set<string> };

/**
 * Reads a whole set of policy files. Every fault is found, not only the first; the layers hold the items without
 * fault, so they may be used only when `faults` is empty.
 *
 * A file's first folder names its layer: `national`, or a jurisdiction's id. Files of one layer are merged.
 */
export function parsePolicyFiles(files: readonly PolicySource[]): { layers: ParsedPolicies; faults: Fault[] } {
  const faults: Fault[] = [];
  const layers = new Map<string, LocatedLayer>();
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const source = new SourceMap(file.path, file.text);
    faults.push(...source.faults);
    const id = file.path.includes('/') ? (file.path.split('/')[0] ?? '') : '';
    if (!/^[a-z][a-z0-9-]*$/.test(id)) {
      faults.push(source.fault([], '文件须放在 national/ 或辖区标识命名的文件夹内，如 national/parameters.yaml'));
      continue;
    }
    let layer = layers.get(id);
    if (!layer) layers.set(id, (layer = emptyLayer(id)));
    if (source.faults.length === 0) readFile(layer, source, faults);
  }
  const nation = layers.get('national') ?? emptyLayer('national');
  const counties = [...layers.values()].filter((l) => l.id !== 'national');
  faults.push(...checkReferences(nation, counties));
  faults.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return { layers: { nation: plain(nation), counties: counties.map(plain) }, faults };
}

const emptyLayer = (id: string): LocatedLayer => ({
  id, jurisdictions: [], reservedProgrammes: [], instruments: [], parameters: [], procedures: [], meetingBodies: [], programmes: [], texts: [], units: [], entrustments: [], broken: new Set(),
});

function readFile(layer: LocatedLayer, source: SourceMap, faults: Fault[]): void {
  const root = source.value;
  if (root === null || root === undefined) return;
  if (typeof root !== 'object' || Array.isArray(root)) {
    faults.push(source.fault([], `文件应为一组字段；可用：jurisdiction、${SECTION_NAMES.join('、')}`));
    return;
  }
  for (const [key, value] of Object.entries(root)) {
    if (key === 'jurisdiction') {
      const one = readItem(source, [key], jurisdictionSchema, value, faults);
      if (one) layer.jurisdictions.push({ value: one, source, path: [key] });
      else layer.broken.add('jurisdiction');
    } else if (isSection(key)) readSection(layer, source, key, value, faults);
    else faults.push(source.fault([key], `不认识的字段 ${key}；此处可用：jurisdiction、${SECTION_NAMES.join('、')}`));
  }
}

const isSection = (key: string): key is Section => Object.hasOwn(SECTIONS, key);

function readSection(layer: LocatedLayer, source: SourceMap, section: Section, value: unknown, faults: Fault[]): void {
  if (value === null) return;
  if (!Array.isArray(value)) {
    faults.push(source.fault([section], '应为列表'));
    return;
  }
  for (const [i, raw] of (value as unknown[]).entries()) {
    const path = [section, i];
    const before = faults.length;
    const item = readItem(source, path, SECTIONS[section], raw, faults);
    const name = nameOf(raw);
    if (item && section === 'parameters') {
      const checked = checkValue(item as z.infer<typeof parameterSchema>, source, path);
      faults.push(...checked.faults);
      if (checked.parameter) layer.parameters.push({ value: checked.parameter, source, path });
    } else if (item) (layer[section] as Located<unknown>[]).push({ value: item, source, path });
    if (faults.length > before && name !== undefined) layer.broken.add(name);
  }
}

/** The id or key of a raw item, faulty or not. */
function nameOf(raw: unknown): string | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { id, key } = raw as { id?: unknown; key?: unknown };
  return typeof id === 'string' ? id : typeof key === 'string' ? key : undefined;
}

function readItem<S extends z.ZodType>(source: SourceMap, path: FieldPath, schema: S, raw: unknown, faults: Fault[]): z.infer<S> | undefined {
  const r = schema.safeParse(raw);
  if (r.success) return r.data;
  for (const issue of r.error.issues) faults.push(source.fault([...path, ...issuePath(issue)], issueMessage(issue, raw, schema)));
  return undefined;
}

function plain(l: LocatedLayer): PolicyLayer {
  const jurisdiction = l.jurisdictions[0]?.value;
  const values = <T>(list: readonly Located<T>[]): T[] => list.map((x) => x.value);
  return {
    id: l.id,
    ...(jurisdiction ? { jurisdiction } : {}),
    reservedProgrammes: values(l.reservedProgrammes),
    instruments: values(l.instruments),
    parameters: values(l.parameters),
    procedures: values(l.procedures),
    meetingBodies: values(l.meetingBodies),
    programmes: values(l.programmes),
    texts: values(l.texts),
    units: values(l.units),
    entrustments: values(l.entrustments),
  };
}
