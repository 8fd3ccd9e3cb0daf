import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { Policy } from '@doudi/core/policy/resolve';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';

/** Version of the software that computes: another one may find another sum from the same facts. */
const VERSION = (JSON.parse(fs.readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/**
 * By what a what-if is computed, as a hash: version of the software, every parameter and programme of nation and county,
 * those decided by the county among them, and its choices. Two scenarios of one basis gave the same sums for the same facts.
 */
export function basisOf({ nation, county, choices }: Pick<Policy, 'nation' | 'county' | 'choices'>): Buffer {
  return createHash('sha256').update(JSON.stringify([VERSION, nation.parameters, nation.programmes, county.parameters, county.programmes, choices])).digest();
}

/** Refusal where sums were found by another law, or by an earlier version: they are not applied but computed anew. */
export function refuseStale(s: { readonly basis: Buffer | null }, now: Buffer): Refusal | undefined {
  if (s.basis?.equals(now) === true) return undefined;
  return refuse('budget.stale', s.basis === null ? '这次测算是系统升级以前作出的，金额不能直接执行' : '测算以后政策参数有变，或者系统已经升级，各户金额可能不同', { missing: ['按现行规定重新测算'], allowed: ['重新测算，再据以提标'] });
}
