import { sql } from 'kysely';
import type { RectPayloads } from '@doudi/core/rectification/payloads';
import { plusDays } from '@doudi/core/calendar/date';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { MatterActor } from '@doudi/core/matter/model';
import type { AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { County, Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { commandOf } from '../matters/command.ts';
import { insertMatterFile } from '../matters/files.ts';
import { runMatter } from '../matters/run.ts';
import { rectHooks } from '../rectifications/hooks.ts';

/** What was wrong in the county's offices, and how far each correction has come: opened, demanded, answered, ended. */
const PROBLEMS: readonly { readonly open: Omit<RectPayloads['open'], 'unit'>; readonly until: 'demanded' | 'replied' | 'closed'; readonly measures: readonly string[] }[] = [
  { open: { failing: 'policy', conduct: 'slow', severity: 'light', foundBy: 'visit', text: '督查发现：有 3 件申请受理后超过规定时间才入户调查，未告知申请人原因。', findings: [] }, until: 'demanded', measures: ['逐件补做入户调查', '每周清点临近时限的申请'] },
  { open: { failing: 'duty', conduct: 'none', severity: 'light', foundBy: 'general', text: '公示栏照片缺少公示期满当日的照片，几个单位都有。', findings: [] }, until: 'replied', measures: ['补齐公示照片', '公示期满当日由专人拍照'] },
  { open: { failing: 'inaccurate', conduct: 'none', severity: 'light', foundBy: 'filing', text: '备案审查发现：有 1 户的务工成本扣减与规定比例不一致。', findings: [] }, until: 'closed', measures: ['重新测算并更正', '对经办人员补训'] },
];

/** Some rectifications in the first offices of a training county, each done by its own accounts. */
export async function seedRectifications(tx: Tx, services: Services, county: County, file: { readonly hash: string; readonly bytes: number }): Promise<void> {
  const law = await loadLaw(tx, services, county.id);
  const staff = (await sql<{ id: string; name: string; post: AnyPost; unit: string }>`select a.id, a.name, p.post, u.key as unit from account a join account_post p on p.county_id = a.county_id and p.account_id = a.id join unit u on u.county_id = p.county_id and u.id = p.unit_id
    where a.county_id = ${county.id} and p.post in ('countyHandler', 'handler') order by u.id, a.login`.execute(tx)).rows;
  const office = staff.find((s) => s.post === 'countyHandler');
  if (!office) return;
  const actorOf = (s: (typeof staff)[number]): MatterActor => ({ user: s.id, post: s.post, unit: s.unit });
  const act = async <N extends keyof RectPayloads>(actor: MatterActor, name: N, payload: RectPayloads[N], id?: string): Promise<string> => {
    const done = await runMatter(tx, services, county.id, rectHooks, actor, commandOf<RectPayloads, N>(name, payload), id);
    if (isRefusal(done)) throw new Error(`${name}: ${done.rule}`);
    return done.id;
  };
  const units = [...new Map(staff.filter((s) => s.post === 'handler').map((s) => [s.unit, s])).values()];
  for (const [i, p] of PROBLEMS.entries()) {
    const handler = units[i % units.length];
    if (!handler) return;
    const id = await act(actorOf(office), 'open', { ...p.open, unit: handler.unit });
    await act(actorOf(office), 'step', { rung: 'reminderLetter', due: plusDays(law.today, 10 + i), measures: [...p.measures], person: { account: handler.id }, words: '请高度重视，按期整改。', circulate: [], papers: [] }, id);
    if (p.until === 'demanded') continue;
    await act(actorOf(handler), 'sign', { step: 0 }, id);
    const kept = await insertMatterFile(tx, { county: county.id, matter: id, hash: Buffer.from(file.hash, 'hex'), media: 'image/png', bytes: file.bytes, name: '整改佐证.png', account: handler.id, at: law.now });
    await act(actorOf(handler), 'reply', { text: '已按要求整改，佐证附后。', measures: [...p.measures], files: [kept.id] }, id);
    if (p.until === 'replied') continue;
    await act(actorOf(office), 'accept', { text: '属实，认可。' }, id);
    await act(actorOf(office), 'close', { text: '整改到位。' }, id);
  }
}
