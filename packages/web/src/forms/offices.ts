import { getOrganisation } from '@doudi/core/api/organisation';
import { useCall } from '../api/hooks.ts';
import type { Option } from './inputs.tsx';

const OFFICES: ReadonlySet<string> = new Set(['township', 'street', 'farm', 'centre']);

/** The county's offices that take cases, but one's own. */
export function useOffices(own?: string): Option<string>[] {
  const org = useCall(getOrganisation, { query: {} }, { staleTime: 300_000 });
  return (org.data?.units ?? []).filter((u) => u.valid && OFFICES.has(u.kind) && u.name !== own).map((u) => ({ value: u.key, label: u.name }));
}
