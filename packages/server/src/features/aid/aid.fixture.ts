import { randomUUID } from 'node:crypto';
import type { CaseView } from '@doudi/core/api/cases';
import { testIdentity } from '@doudi/core/people/id-number';
import type { sql } from 'kysely';
import type { Client } from '../../testing/client.ts';
import type { TestServer } from '../../testing/harness.ts';
import { balanceOf, post } from '../ledger/post.ts';

/** Counties of the training installation by prefix of their logins, and the first unit of each. */
export const COUNTIES = { hq: { id: 120106, unit: 'hq.shaogongzhuang' }, gx: { id: 511526, unit: 'gx.xunchang' }, xx: { id: 520402, unit: 'xx.jiuzhou' } } as const;
export type Place = keyof typeof COUNTIES;

/** Puts cash into a unit's imprest (or relief fund), as finance would. */
export async function fund(server: TestServer, place: Place, unit: string, fen: number, kind: 'imprest' | 'reliefFund' = 'imprest'): Promise<void> {
  await server.installation.db.transaction({ county: COUNTIES[place].id, area: null, user: 'system' }, async (tx) => {
    await post(tx, { county: COUNTIES[place].id, kind: 'opening', on: '2019-01-02', at: '2019-01-02T09:00:00+08:00', by: 'system', memo: '期初', key: randomUUID(), lines: [{ account: { kind, unit }, fen }, { account: { kind: 'source', source: 'budget', unit }, fen: -fen }] });
  });
}

export const balance = async (server: TestServer, place: Place, unit: string, kind: 'imprest' | 'reliefFund' = 'imprest'): Promise<number> =>
  await server.installation.db.transaction({ county: COUNTIES[place].id, area: null, user: 'system' }, async (tx) => await balanceOf(tx, COUNTIES[place].id, { kind, unit }));

export async function rows<T>(server: TestServer, place: Place, query: ReturnType<typeof sql<T>>): Promise<T[]> {
  return await server.installation.db.transaction({ county: COUNTIES[place].id, area: null, user: 'system' }, async (tx) => (await query.execute(tx)).rows);
}

export const session = async (u: Client): Promise<{ account: string; today: string; now: string; unit: { key: string } }> => (await u.get<{ account: string; today: string; now: string; unit: { key: string } }>('/session')).body;
export const view = async (u: Client, id: string): Promise<CaseView> => (await u.get<CaseView>(`/cases/${id}`)).body;

const BIRTHS: readonly (readonly [string, 'male' | 'female', string, string])[] = [['1970-03-04', 'male', '王安', 'self'], ['1971-05-06', 'female', '李宁', 'spouse'], ['1996-07-08', 'male', '王平', 'child'], ['1998-09-10', 'female', '王和', 'child'], ['2000-01-02', 'male', '王顺', 'child']];

/** Applies for temporary assistance: `size` members of household `serial`; the applicant is member `by`. */
export async function applyAid(h: Client, o: { serial: number; programme?: 'jinan' | 'zhichu'; size?: number; by?: number; cause?: string; emergency?: boolean; papers?: boolean; needs?: { kind: string; fen: number }[]; area?: 'urban' | 'rural'; repeatReason?: string }): Promise<{ id: string; number: string; persons: string[] }> {
  const { size = 2, by = 0, programme = 'jinan' } = o;
  const people: { id: string; birth: string; sex: string; relation: string }[] = [];
  for (let i = 0; i < size; i++) {
    const [birth, sex, name, relation] = BIRTHS[i] ?? BIRTHS[0] ?? ['1970-03-04', 'male', '王安', 'self'];
    const r = await h.post<{ id: string }>('/persons', { idNumber: testIdentity(birth, sex, o.serial * 2 + (i % 2)), name });
    if (r.status !== 200) throw new Error(`persons ${r.status} ${JSON.stringify(r.body)}`);
    people.push({ id: r.body.id, birth, sex, relation });
  }
  const applicant = people[by]?.id ?? '';
  const setup = await h.get<{ programmes: { id: string; documents: { id: string; when: string }[] }[]; today: string }>('/intake');
  const docs = setup.body.programmes.find((p) => p.id === programme)?.documents.filter((d) => d.when === 'always' || d.when === 'income').map((d) => d.id) ?? [];
  const r = await h.post<{ id: string; number: string }>('/cases', {
    programme, via: 'window', declaredOn: setup.body.today, materials: o.papers === false ? [] : docs, ...(o.repeatReason ? { repeatReason: o.repeatReason } : {}),
    facts: {
      applicant, area: o.area ?? 'urban', address: '一号楼一门', hardship: 'illness', statement: '家中突发变故，生活困难。',
      members: people.map((p, i) => ({ person: p.id, relation: i === by ? 'self' : i === 0 ? 'spouse' : p.relation === 'self' ? 'other' : p.relation, birth: p.birth, sex: p.sex })),
      event: { cause: o.cause ?? (programme === 'jinan' ? 'traffic' : 'medical'), on: setup.body.today, place: '市人民医院', text: '交通事故受伤住院。', emergency: o.emergency ?? false },
      ...(o.needs ? { needs: o.needs } : {}),
    },
  });
  if (r.status !== 200) throw new Error(`cases ${r.status} ${JSON.stringify(r.body)}`);
  return { ...r.body, persons: people.map((p) => p.id) };
}

/** Cash as two of the unit hand it over now, with its signed receipt; `more` replaces parts. */
export async function cash(h: Client, second: Client, v: { id: string; persons: string[] }, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const s = await session(h);
  return { form: 'cash', fen: 50_000, at: s.now.slice(0, 16), place: '市人民医院急诊科', recipient: v.persons[0], recipientSigned: true, handlers: [s.account, (await session(second)).account], fund: 'imprest', reason: '急需住院押金', ...('receiptFiles' in more ? {} : { receiptFiles: [await h.photo(v.id)] }), ...more };
}

/** Everything one act of a case must succeed with. */
export async function must(u: Client, id: string, command: string, payload: unknown = {}): Promise<void> {
  const r = await u.act(id, command, payload);
  if (r.status !== 200) throw new Error(`${command}: ${r.status} ${JSON.stringify(r.body)}`);
}
