import { sql } from 'kysely';
import { changeFile } from '@doudi/core/api/archive';
import { checkPlace, placesOf } from '@doudi/core/archive/checklist';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { findCase, loadContext } from '../cases/context.ts';
import { findFile, showFiles } from './queries.ts';

const NONE = refuse('notfound', '没有这个文件，或不在您的辖区');

/** What is said about a file may change, with the reason on record; its content never does. */
export const fileEndpoints = (services: Services): Endpoint[] => [
  endpoint(changeFile, async (tx, { params, body }, who) => {
    const at = await findFile(tx, params.id);
    // The case is locked: of two changes at once the second sees the first.
    const row = at && (await findCase(tx, at.case_id, true));
    const file = row && (await findFile(tx, params.id));
    if (!file) return NONE;
    const { law, context } = await loadContext(tx, services, who.county, row);
    const stray = checkPlace(row.state, context, { paper: body.paper ?? undefined, step: body.step ?? undefined });
    if (isRefusal(stray)) return stray;
    // A photograph named in a visit or a meeting is part of that record.
    if (body.voided && !file.voided && citedIn(row.state, params.id)) return refuse('file.voided', '这份材料已写入调查、会议或公示记录，不能作废', { allowed: ['补传正确的材料，并在名称中注明'] });
    const places = placesOf(row.state, context);
    const { reason, ...kept } = body;
    await sql`insert into file_change (county_id, file_id, case_id, unit_id, name, paper, step, rotation, voided, reason, by_account, at, recorded_at)
      values (${who.county}, ${file.id}, ${file.case_id}, ${file.unit_id}, ${kept.name}, ${kept.paper}, ${kept.step}, ${kept.rotation}, ${kept.voided}, ${reason}, ${who.account}, ${law.now}, now())`.execute(tx);
    const name = (paper: string | null, step: string | null): string => places.papers.find((p) => p.id === paper)?.name ?? places.steps.find((s) => s.id === step)?.name ?? '';
    const [shown] = await showFiles(tx, [{ ...file, ...kept }], name);
    return shown ?? NONE;
  }),
];

/** Whether the log of the case names the file as a proof. */
function citedIn(state: unknown, id: string): boolean {
  return JSON.stringify(state).includes(`"${id}"`);
}
