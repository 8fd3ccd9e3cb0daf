import { testIdentity } from '@doudi/core/people/id-number';
import type { Client } from './client.ts';

/** A household registered and applied for over HTTP: the start of most case tests. */
export async function applyFor(handler: Client, more: { serial?: number; wage?: number; area?: 'urban' | 'rural'; materials?: string[]; programme?: string } = {}): Promise<{ id: string; number: string; persons: string[] }> {
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
    },
  });
  if (r.status !== 200) throw new Error(`cases ${r.status} ${JSON.stringify(r.body)}`);
  return { ...r.body, persons: [self, wife] };
}
