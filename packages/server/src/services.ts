import fs from 'node:fs';
import path from 'node:path';
import { calendarDataSchema, type CalendarData } from '@doudi/core/calendar/calendar';
import type { PolicyLayer } from '@doudi/core/policy/model';
import { loadPolicies } from './features/policy/load.ts';
import { FieldCipher } from './platform/crypto/fields.ts';
import type { Installation } from './platform/installation.ts';

/** A county as served: its number (division code), key in policies/ and merged plan. */
export interface County {
  readonly id: number;
  readonly key: string;
  readonly layer: PolicyLayer;
}

/** What features work with. Made once per process from an installation; holds no state that the database must know. */
export interface Services {
  readonly installation: Installation;
  readonly nation: PolicyLayer;
  readonly counties: ReadonlyMap<number, County>;
  readonly calendarData: CalendarData;
  readonly cipher: FieldCipher;
}

/** Reads policies and keys. @throws when a policy file has a fault: a fault stops the start. */
export function createServices(installation: Installation): Services {
  const { nation, counties } = loadPolicies(installation.config.policyFolder);
  const calendarData = calendarDataSchema.parse(JSON.parse(fs.readFileSync(path.join(installation.config.policyFolder, 'calendar', 'china.json'), 'utf8')));
  const map = new Map<number, County>();
  for (const layer of counties) {
    if (!layer.jurisdiction) throw new Error(`${layer.id} 没有 jurisdiction`);
    const id = Number(layer.jurisdiction.code);
    map.set(id, { id, key: layer.id, layer });
  }
  return { installation, nation, counties: map, calendarData, cipher: new FieldCipher((purpose) => installation.keys.key(purpose)) };
}

export function countyOf(services: Services, id: number): County {
  const c = services.counties.get(id);
  if (!c) throw new Error(`没有辖区 ${id}`);
  return c;
}
