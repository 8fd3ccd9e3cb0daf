import { sql } from 'kysely';
import { receivePapers, reviewPapers } from '@doudi/core/api/filings';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { findFiling, type FilingRecord } from './queries.ts';

const NONE = refuse('notfound', '没有这份报备，或不在您的辖区');
const noPapers = (f: FilingRecord): Refusal | undefined => (f.paper_due_on === null ? refuse('step.absent', '本地方案没有要求另报纸质资料') : undefined);

/** The papers that follow the electronic data: examined within the unit by another person, then received by the county; without the one not the other [XX-98]. */
export function paperEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(reviewPapers, async (tx, { params }, who) => {
      const f = await findFiling(tx, params.id, true);
      if (!f) return NONE;
      const no = noPapers(f);
      if (no) return no;
      if (f.reviewed_on) return refuse('step.done', `已由${f.reviewed_by_name ?? ''}于 ${f.reviewed_on} 审核`);
      if (f.filed_by === who.account) return refuse('person.same', '本期由您报送，纸质资料须由本单位另一人审核');
      const law = await loadLaw(tx, services, who.county);
      await sql`update filing set reviewed_by = ${who.account}, reviewed_by_name = ${who.name}, reviewed_on = ${law.today} where county_id = ${who.county} and id = ${f.id}`.execute(tx);
      return { id: f.id, on: law.today };
    }),
    endpoint(receivePapers, async (tx, { params, body }, who) => {
      const f = await findFiling(tx, params.id, true);
      if (!f) return NONE;
      const no = noPapers(f);
      if (no) return no;
      if (f.paper_on) return refuse('step.done', `已于 ${f.paper_on} 收到`);
      if (!f.reviewed_on) return refuse('step.order', '纸质资料没有经单位审核，不能上报', { missing: ['单位审核纸质资料'] });
      const law = await loadLaw(tx, services, who.county);
      if (body.on > law.today || body.on < f.reviewed_on) return refuse('date.order', '收到日期不合理', { fields: [{ path: 'body.on', message: `${f.reviewed_on} 至 ${law.today}` }] });
      await sql`update filing set paper_by = ${who.account}, paper_by_name = ${who.name}, paper_on = ${body.on} where county_id = ${who.county} and id = ${f.id}`.execute(tx);
      return { id: f.id, on: body.on, late: f.paper_due_on !== null && body.on > f.paper_due_on };
    }),
  ];
}
