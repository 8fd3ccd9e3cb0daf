import { sql } from 'kysely';
import type { CaseState } from '@doudi/core/case/state';
import { pointsFor, type CheckPoint } from '@doudi/core/check/model';
import type { CheckPayloads, Found } from '@doudi/core/check/payloads';
import { difference, differenceText } from '@doudi/core/check/recompute';
import type { CheckState } from '@doudi/core/check/state';
import { agreement } from '@doudi/core/check/topic';
import type { MatterActor } from '@doudi/core/matter/model';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { checkHooks } from '../checks/hooks.ts';
import { loadLaw } from '../law/law.ts';
import { commandOf } from '../matters/command.ts';
import { insertMatterFile } from '../matters/files.ts';
import { runMatter } from '../matters/run.ts';
import { openRectification } from '../rectifications/open.ts';
import { accountsOf } from './accounts.ts';

/** Of so many checks of a draw one is left to whoever tries it; of so many concluded ones one found work that nobody had told of. */
const LEFT = 4;
const WRONG = 5;

interface Row {
  readonly id: string;
  readonly state: CheckState;
  readonly facts: CaseState['facts'];
}

/** What two people find who find what the household declared; `work`: and work besides. */
const foundOf = (facts: CaseState['facts'], work: boolean): Found => ({
  members: facts.members.map((m) => m.person), more: [], properties: facts.properties, incomes: [...facts.incomes, ...(work && facts.members[0] ? [{ person: facts.members.at(-1)?.person ?? '', kind: 'flexible' as const, monthly: 40_000 }] : [])],
  ...(facts.needs ? { needs: facts.needs } : {}),
});

/** Checks of the training draw: most are concluded, some with a finding, the first of which is being corrected; the rest wait. */
export async function seedChecks(tx: Tx, services: Services, county: County, file: { readonly hash: string; readonly bytes: number }): Promise<void> {
  const law = await loadLaw(tx, services, county.id);
  const { rows } = await sql<Row>`select m.id, m.state, f.state -> 'facts' as facts from matter m join case_file f on f.county_id = m.county_id and f.id = m.about_case where m.county_id = ${county.id} and m.topic = 'check' and m.status = 'open' order by m.number`.execute(tx);
  const accounts = new Map(accountsOf(county).flatMap((a) => a.posts.map((p): [string, MatterActor] => [a.id, { user: a.id, post: p.post as AnyPost, unit: p.unit }])));
  const points = law.policy.find<{ points: CheckPoint[] }>('check.points', { on: law.today })?.value.points ?? [];
  const run = async <N extends keyof CheckPayloads>(actor: MatterActor, name: N, payload: CheckPayloads[N], id: string): Promise<CheckState> => {
    const done = await runMatter(tx, services, county.id, checkHooks, actor, commandOf<CheckPayloads, N>(name, payload), id);
    if (isRefusal(done)) throw new Error(`培训核查 ${name}：${done.rule}`);
    return done.state;
  };
  let raised = false;
  for (const [i, { id, state, facts }] of rows.entries()) {
    const pair = state.pair.flatMap((c) => (c && 'account' in c ? (accounts.get(c.account) ?? []) : []));
    const [one, two] = pair;
    if (i % LEFT === LEFT - 1 || !one || !two) continue;
    if (state.home || i % 2 === 0) {
      const photo = await insertMatterFile(tx, { county: county.id, matter: id, hash: Buffer.from(file.hash, 'hex'), media: 'image/png', bytes: file.bytes, name: '入户照片.png', account: one.user, at: law.now });
      await run(one, 'visit', { means: ['home'], at: `${law.today}T00:10`, place: facts.address, met: ['申请人'], photos: [photo.id], signed: '申请人', text: '核对家庭成员、收入和住房，查看存折流水。' }, id);
    } else await run(one, 'visit', { means: ['telephone', 'papers'], at: `${law.today}T00:10`, place: '县民政局', met: ['申请人'], photos: [], text: '电话核对家庭成员和收入，查阅入户调查表、核对报告和公示照片。' }, id);
    const { sheet } = await run(one, 'form', { base: 0, answers: pointsFor(points, state.about.programme, state.about.stated.outcome).map((p) => ({ point: p.id, answer: 'yes' as const })) }, id);
    if (sheet) await run(two, 'countersign', { version: sheet.version }, id);
    const found = foundOf(facts, i % WRONG === 1 && state.about.stated.outcome === 'grant');
    await run(one, 'recompute', { found }, id);
    const both = await run(two, 'recompute', { found }, id);
    const { stands } = agreement(both);
    const d = stands && difference(state.about.stated, stands);
    const concluded = await run(one, 'conclude', { findings: d && stands ? [{ aspect: 'level', failing: 'inaccurate', wrong: d.wrong, severity: 'light', text: `${d.wrong === 'paid' ? '漏报灵活就业收入，' : ''}${differenceText(state.about.stated, stands)}。` }] : [], text: d ? '与决定不一致，应当整改。' : '与决定一致。' }, id);
    const finding = concluded.findings[0];
    if (!finding || raised) continue;
    raised = true;
    const opened = await openRectification(tx, services, county.id, one, { unit: state.about.unit, findings: [{ id: finding.id, text: finding.text }], case: state.about.case, origin: id, failing: finding.failing, severity: finding.severity, text: '重新核实收入，按规定调整金额。' });
    if (!isRefusal(opened)) await run(one, 'raise', { finding: finding.id, text: '重新核实收入，按规定调整金额。', rectification: opened.id, number: opened.number }, id);
  }
}
