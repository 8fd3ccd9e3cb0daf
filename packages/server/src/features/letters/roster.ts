import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { month } from '@doudi/core/api/contract';
import { composeRoster } from '@doudi/core/letters/roster';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import { scopeOfWho } from '../../platform/http/endpoint.ts';
import { invalid, sendRefusal, type Authenticate } from '../../platform/http/mount.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { loadLaw } from '../law/law.ts';
import { rosterScope } from '../rosters/endpoints.ts';
import { dressRoster, findTotals, rosterSql } from '../rosters/lines.ts';
import type { LetterPress } from './press.ts';
import { sendFile } from './routes.ts';

/** A roster for the hand is a unit's; a county's whole goes out as a workbook. */
const MOST = 3000;
const query = z.strictObject({ programme: z.string().min(1).max(60), month, unit: z.string().max(60).optional() });

/** The month's roster of a programme as a paper to sign and file: masked like the page, each printing on record. */
export function rosterPaper(app: FastifyInstance, services: Services, authenticate: Authenticate, press: LetterPress): void {
  app.get('/api/v1/rosters/paper', { schema: { tags: ['花名册'], summary: '花名册 PDF（A4 横向，脱敏，供签字报送）' } }, async (request, reply) => {
    const who = await authenticate(request);
    if (isRefusal(who)) return sendRefusal(reply, who);
    if (!may(who.post, 'roster.read')) return sendRefusal(reply, refuse('rights.denied', '您的岗位不能打印花名册'));
    const q = query.safeParse(request.query);
    if (!q.success) return sendRefusal(reply, invalid(q.error, 'query'));
    const made = await services.installation.db.transaction(scopeOfWho(who), async (tx) => {
      const law = await loadLaw(tx, services, who.county);
      const scope = await rosterScope(tx, law, who, q.data);
      if (isRefusal(scope)) return scope;
      const { households } = await findTotals(tx, scope);
      if (households > MOST) return refuse('input.invalid', `共 ${households} 户，超过一份纸质花名册的 ${MOST} 户`, { allowed: ['按单位分别打印', '导出 Excel'] });
      const { rows } = await rosterSql(scope, { after: '', limit: MOST }).execute(tx);
      await logAccess(tx, who, law.now, 'export', `roster:${scope.programme}:${q.data.month}:${q.data.unit ?? '*'}`, '打印花名册', { rows: rows.length });
      const lines = dressRoster(services, who.county, rows).map((r) => ({ village: r.village ?? '', unit: r.unit, payee: r.payee, idNumber: r.idNumber, caseNumber: r.caseNumber, persons: r.persons, fen: r.monthlyFen, fromMonth: r.fromMonth, account: r.account ?? '' }));
      return composeRoster({ unit: scope.unitName, programme: scope.programmeName, month: q.data.month, date: law.today, lines });
    });
    return isRefusal(made) ? sendRefusal(reply, made) : sendFile(reply, 'application/pdf', `${made.title}.pdf`, await press.sheet('roster.typ', made));
  });
}
