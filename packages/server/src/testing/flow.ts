import { testIdentity } from '@doudi/core/people/id-number';
import type { Output } from '@doudi/core/api/contract';
import type { meetingSetup } from '@doudi/core/api/meetings';
import { signIn, type Client } from './client.ts';

/** A household registered and applied for over HTTP: the start of most case tests. */
export async function applyFor(handler: Client, more: { serial?: number; wage?: number; area?: 'urban' | 'rural'; materials?: string[]; programme?: string; facts?: Record<string, unknown> } = {}): Promise<{ id: string; number: string; persons: string[] }> {
  const serial = more.serial ?? 1;
  const person = async (birth: string, sex: 'male' | 'female', n: number, name: string): Promise<string> => {
    const r = await handler.post<{ id: string }>('/persons', { idNumber: testIdentity(birth, sex, n), name });
    if (r.status !== 200) throw new Error(`persons ${r.status} ${JSON.stringify(r.body)}`);
    return r.body.id;
  };
  const self = await person('1970-03-04', 'male', serial * 2, '王安');
  const wife = await person('1971-05-06', 'female', serial * 2 + 1, '李宁');
  const setup = await handler.get<{ programmes: { id: string; documents: { id: string; when: string }[] }[]; today: string; units: { villages: { key: string }[] }[] }>('/intake');
  const programme = more.programme ?? 'dibao';
  const docs = setup.body.programmes.find((p) => p.id === programme)?.documents.filter((d) => d.when === 'always' || d.when === 'income').map((d) => d.id) ?? [];
  const r = await handler.post<{ id: string; number: string }>('/cases', {
    programme, via: 'window', declaredOn: setup.body.today, materials: more.materials ?? docs,
    facts: {
      applicant: self, area: more.area ?? 'urban', address: '一号楼一门', hardship: 'illness', statement: '长期患病，收入不足。',
      members: [{ person: self, relation: 'self', birth: '1970-03-04', sex: 'male' }, { person: wife, relation: 'spouse', birth: '1971-05-06', sex: 'female' }],
      incomes: [{ person: wife, kind: 'wage', monthly: more.wage ?? 60_000 }],
      ...more.facts,
    },
  });
  if (r.status !== 200) throw new Error(`cases ${r.status} ${JSON.stringify(r.body)}`);
  return { ...r.body, persons: [self, wife] };
}

/** Logins by post in the office of a prefix such as `hq` or `lh-b`; county posts carry the county's own prefix. */
export type Office = (post: 'handler' | 'handler2' | 'reviewer' | 'head' | 'leader' | 'county' | 'county2' | 'chief') => Promise<Client>;

/** Training logins of a test file, each signed in once; `office('lh-b')` is everyone who acts in that unit's cases. */
export function staffOf(origin: () => string): { user: (login: string) => Promise<Client>; office: (unit: string) => Office } {
  const logins = new Map<string, Promise<Client>>();
  const user = (login: string): Promise<Client> => {
    const known = logins.get(login) ?? signIn(origin(), login);
    logins.set(login, known);
    return known;
  };
  return { user, office: (unit) => (post) => user(`${['county', 'county2', 'chief'].includes(post) ? unit.replace(/-b$/, '') : unit}-${post}`) };
}

interface Seen {
  readonly status: string;
  readonly next: { readonly step: string; readonly by: readonly string[] }[];
  readonly verification: { readonly at: string };
  readonly notices: { readonly until: string; readonly closedOn: string | null; readonly level: string }[];
  readonly persons: { readonly id: string }[];
  readonly assessment: { readonly eligible: boolean } | null;
  readonly opinion: { readonly outcome: string } | null;
}

const POST_OF: Record<string, Parameters<Office>[0]> = { 经办人员: 'handler', 管理部门审核人员: 'reviewer', 管理部门负责人: 'head', 分管领导: 'leader', 县级经办人员: 'county', 县级负责人: 'chief' };

/**
 * A meeting of the body that is due for a step, from what the server says of it: everyone present but the related, who are
 * recused; one vote against. `more` replaces parts.
 */
export async function meetingPayload(u: Client, id: string, step: string, on: string, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const setup = (await u.get<Output<typeof meetingSetup>>(`/cases/${id}/meetings/setup`)).body;
  const at = setup.bodies.find((b) => b.step === step);
  if (!at) throw new Error(`没有该开的会 ${step}`);
  const { body } = at;
  const members = at.members.map((m) => ({ member: m.id, kind: m.kind, state: m.related ? 'recused' : 'present', ...(m.related ? { reason: '近亲属' } : {}) }));
  const counts = body.composition === 'counted' ? body.members.map((k) => ({ kind: k.id, expected: k.representative ? 7 : 1, present: k.representative ? 7 : 1 })) : [];
  const voters = body.composition === 'counted' ? counts.filter((k) => body.members.find((m) => m.id === k.kind)?.votes).reduce((n, k) => n + k.present, 0) : members.filter((m) => m.state === 'present').length;
  return {
    body: body.id, on, place: '会议室', chair: '主持', members: body.composition === 'named' ? members : [], counts, votesFor: voters - 1, votesAgainst: 1, abstained: 0, stages: body.stages.map((x) => x.id),
    ...(body.inquiry ? { inquiry: { means: [body.inquiry.means[0]?.id], with: body.inquiry.with } } : {}), ...(body.report ? { report: '材料齐全，程序合规。' } : {}), minutes: '逐户审议。', signatures: body.proof.includes('signatures') ? [await u.photo(id)] : [], photos: body.proof.includes('photos') ? [await u.photo(id)] : [], ...more,
  };
}

/**
 * Takes a case through its own procedure over HTTP, each step by a login that holds the post, moving the training clock
 * where a term must pass, until `stop` is the next step or nothing is left. Returns the steps taken.
 */
export async function walk(office: Office, id: string, stop?: string): Promise<string[]> {
  const h = await office('handler');
  const taken: string[] = [];
  const act = async (u: Client, command: string, payload: unknown = {}): Promise<void> => {
    const r = await u.act(id, command, payload);
    if (r.status !== 200) throw new Error(`${command}: ${r.status} ${JSON.stringify(r.body)}`);
  };
  const session = async (u: Client): Promise<{ account: string; today: string }> => (await u.get<{ account: string; today: string }>('/session')).body;
  for (let turn = 0; turn < 200; turn++) {
    const v = (await h.get<Seen>(`/cases/${id}`)).body;
    const step = v.next.find((n) => n.step !== 'file')?.step;
    if (step === undefined || step === stop) return taken;
    const by = v.next.find((n) => n.step === step)?.by ?? [];
    const u = await office(POST_OF[by[0] ?? ''] ?? 'handler');
    const { today } = await session(h);
    const photos = async (): Promise<string[]> => [await u.photo(id)];
    if (taken.at(-1) !== step) taken.push(step);
    switch (step) {
      case 'accept': case 'assess':
        await act(u, step);
        break;
      case 'authorise':
        await act(u, 'signAuthorisation', { persons: v.persons.map((p) => p.id), signedOn: today, method: 'paper' });
        break;
      case 'verify':
        if (v.verification.at === 'none') await act(u, 'requestVerification');
        else if (v.verification.at === 'county') await act(await office('county'), 'forwardVerification', { note: '' });
        // At the platform: the job brings the report; asking again is the wait.
        break;
      case 'investigate':
        await act(u, 'recordInvestigation', { on: today, investigators: [(await session(h)).account, (await session(await office('handler2'))).account], methods: ['home', 'neighbour'], applicantSigned: true, findings: '与申报一致', photos: await photos() });
        break;
      case 'relieve': {
        const seen = (await u.get<{ facts: { applicant: string } }>(`/cases/${id}`)).body;
        const now = (await u.get<{ now: string }>('/session')).body.now;
        await act(u, 'giveAid', { form: 'cash', fen: 50_000, at: now.slice(0, 16), place: '医院', recipient: seen.facts.applicant, recipientSigned: true, handlers: [(await session(u)).account, (await session(await office('handler2'))).account], fund: 'imprest', reason: '急需住院押金' });
        break;
      }
      case 'appraise': case 'deliberate': case 'leadership': case 'meeting': case 'jointMeeting': case 'consult':
        await act(u, 'holdMeeting', await meetingPayload(u, id, step, today));
        break;
      case 'selfCare':
        await act(u, 'recordSelfCare', {
          on: today, place: '本人家中', assessors: [(await session(u)).account], thirdParty: { organisation: '区康复评估中心', people: ['评估员甲'] },
          items: { eating: 'able', dressing: 'able', bed: 'able', toilet: 'unable', walking: 'unable', bathing: 'unable' }, personSigned: true,
        });
        break;
      case 'care':
        await act(h, 'recordWish', { form: 'home', signedBy: 'self', signedOn: today });
        await act(u, 'arrangeCare', {
          form: 'home', mode: 'village', carer: { kind: 'village', organisation: '居委会' }, guardianship: { mode: 'village', duty: '每日探视，突发疾病及时送医并报告街道。' },
          agreement: { signedOn: today, until: `${Number(today.slice(0, 4)) + 1}-12-31`, signers: ['self', 'carer', 'village'], photos: await photos() }, payee: 'self',
        });
        break;
      case 'signReport':
        await act(u, 'signReport', { outcome: 'agree', text: '同意' });
        break;
      case 'opine':
        await act(u, 'giveOpinion', v.assessment?.eligible ? { outcome: 'grant', text: '拟确认' } : { outcome: 'refuse', text: '收入不符合规定' });
        break;
      case 'notice': case 'countyNotice': {
        const running = v.notices.at(-1);
        if (!running || running.closedOn) await act(u, 'postNotice', { on: today, place: '公示栏', photos: await photos() });
        else if (today <= running.until) {
          const next = (await h.get<{ date: string }>(`/calendar/working-days?from=${running.until}&days=1`)).body.date;
          await h.put('/training/clock', { date: next });
        } else await act(u, 'closeNotice', { on: today, photos: await photos() });
        break;
      }
      case 'countyReview':
        await act(u, 'giveCountyReview', { outcome: 'agree', text: '同意', homeVisit: true });
        break;
      case 'review':
        await act(u, 'giveReview', { outcome: 'agree', text: '同意' });
        break;
      case 'agree':
        await act(u, 'agreeReview', { outcome: 'agree', text: '' });
        break;
      case 'counterSign':
        await act(u, 'counterSign', { text: '近亲属已单独登记备案，当事人回避。' });
        break;
      case 'countyVisit':
        await act(u, 'recordCountyVisit', { on: today, visitors: [(await session(await office('county'))).account, (await session(await office('county2'))).account], consistent: true, findings: '县级入户，与申报一致。' });
        break;
      case 'decide':
        await act(u, 'decide', v.opinion?.outcome === 'grant' ? { outcome: 'grant' } : { outcome: 'refuse', reason: '家庭收入高于保障标准' });
        break;
      case 'deliver':
        await act(u, 'deliver', { on: today, method: 'inPerson', receiver: '本人' });
        break;
      case 'publish':
        await act(u, 'publish', { on: today, place: '公示栏' });
        break;
      default:
        throw new Error(`不会办 ${step}`);
    }
  }
  throw new Error(`案件没有走完：${taken.join(' → ')}`);
}
