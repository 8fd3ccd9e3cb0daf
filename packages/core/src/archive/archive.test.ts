import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STEPS } from '../policy/model.ts';
import type { Policy } from '../policy/resolve.ts';
import { catalogue, fileName, order, pageSpan, type Paper } from './catalogue.ts';
import { categoryOf, retention } from './retention.ts';

const paper = fc.record({
  kind: fc.constantFrom('letter', 'image', 'pdf', 'log'), id: fc.uuid(), item: fc.integer({ min: 1, max: 4 }), step: fc.option(fc.constantFrom(...STEPS), { nil: undefined }), application: fc.boolean(), number: fc.string({ maxLength: 10 }),
  title: fc.string({ maxLength: 20 }), date: fc.constantFrom('2021-09-10', '2021-10-01', '2021-11-15', '2022-01-04'), pages: fc.integer({ min: 1, max: 60 }), remark: fc.constant(''),
}) satisfies fc.Arbitrary<Paper>;

test('[HQ-46] whatever an archive holds, its pages are consecutive from 1, none is left out or counted twice, and they sum up', () => {
  fc.assert(fc.property(fc.array(paper, { maxLength: 60 }), (papers) => {
    const { entries, pages } = catalogue(papers);
    expect(entries.map((e) => e.id).sort()).toEqual(papers.map((p) => p.id).sort());
    let page = 0;
    for (const [i, e] of entries.entries()) {
      expect(e.no).toBe(i + 1);
      expect(e.from).toBe(page + 1);
      expect(e.to - e.from + 1).toBe(e.pages);
      expect(pageSpan(e)).toBe(e.pages === 1 ? String(e.from) : `${e.from}-${e.to}`);
      page = e.to;
    }
    expect(page).toBe(pages);
    expect(pages).toBe(papers.reduce((n, p) => n + p.pages, 0));
  }));
});

test('papers keep the order of the procedure: case by case, application papers before what arose at their step, the list of actions last', () => {
  fc.assert(fc.property(fc.array(paper, { maxLength: 40 }), (papers) => {
    const sorted = order(papers);
    for (const [i, p] of sorted.entries()) {
      const next = sorted[i + 1];
      if (!next) continue;
      expect(p.item).toBeLessThanOrEqual(next.item);
      if (p.item !== next.item) continue;
      if (p.kind === 'log') expect(next.kind).toBe('log');
      if (p.step !== undefined && next.step !== undefined && p.kind !== 'log' && next.kind !== 'log') {
        expect(STEPS.indexOf(p.step)).toBeLessThanOrEqual(STEPS.indexOf(next.step));
        if (p.step === next.step && next.application) expect(p.application).toBe(true);
      }
    }
  }));
});

test('a name in the ZIP has nothing in it that leads elsewhere or that a system cannot write', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
    const name = fileName(text);
    expect(name).toMatch(/^[^\p{C}/\\:*?"<>|]{1,60}$/u);
  }));
  expect(fileName('../../etc/passwd')).toBe('....etcpasswd');
});

const law = (values: Record<string, unknown>): Policy => ({
  number: (key: string) => ({ key, value: values[key], unit: 'year', label: key, source: { req: [] } }),
  find: (key: string) => (values[key] === undefined ? undefined : { value: values[key] }),
}) as unknown as Policy;
const LAW = law({ 'archive.retention.approval': 3, 'archive.retention.management': 5, 'archive.management-papers': { letters: ['change'] } });

test('the term of keeping does not run while a case is open or assistance runs, and runs from the end of the last', () => {
  const at = '2030-01-01';
  expect(retention(LAW, [{ closedOn: '2021-01-04', receiving: true }], [], at)).toMatchObject({ until: undefined, ended: false });
  expect(retention(LAW, [{ closedOn: '2021-01-04', endedOn: '2022-06-30', receiving: false }, { receiving: false }], [], at)).toMatchObject({ until: undefined, ended: false });
  expect(retention(LAW, [{ closedOn: '2021-01-04', endedOn: '2022-06-30', receiving: false }], [], '2025-06-30')).toMatchObject({ until: '2025-06-30', ended: false });
  expect(retention(LAW, [{ closedOn: '2021-01-04', endedOn: '2022-06-30', receiving: false }], [], '2025-07-01')).toMatchObject({ until: '2025-06-30', ended: true });
  expect(retention(LAW, [{ closedOn: '2021-01-04', endedOn: '2022-06-30', receiving: false }, { closedOn: '2024-02-29', receiving: false }], [], at)).toMatchObject({ until: '2027-02-28' });
});

test('papers of daily management keep the archive for their own term, if that is longer', () => {
  expect(categoryOf(LAW, 'change', '2021-01-01')).toBe('management');
  expect(categoryOf(LAW, 'grant', '2021-01-01')).toBe('approval');
  const r = retention(LAW, [{ closedOn: '2021-01-04', endedOn: '2022-06-30', receiving: false }], ['2022-05-31', '2021-08-02'], '2026-01-01');
  expect(r.parts.map((p) => [p.category, p.until])).toEqual([['approval', '2025-06-30'], ['management', '2027-05-31']]);
  expect(r).toMatchObject({ until: '2027-05-31', ended: false });
});
