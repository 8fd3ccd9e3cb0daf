import { describe, expect, test } from 'vitest';
import { readConfig } from '../../platform/config.ts';
import { loadPolicies } from './load.ts';
import { render } from './values.ts';

describe('a parameter as people read it', () => {
  test.each([
    ['deadline.explain', 'wd', 4, '4 个工作日'], ['notice.days', 'day', 5, '5 天'], ['standard.monthly', 'fen', 101_000, '1,010.00 元'], ['meeting.present-percent', 'percent', 66.6667, '66.6667%'],
    ['payment.day', 'dayOfMonth', 10, '每月 10 日'], ['notice.refusals', 'flag', false, '否'], ['amount.method', 'choice', 'tiers', '分档发放'], ['investigators.min', 'person', 2, '2 人'],
  ] as const)('%s (%s) %s → %s', (key, unit, value, text) => {
    expect(render(key, unit, value)).toEqual({ text, lines: [] });
  });

  test('every table of every plan is sentences, line by line, without a code or a raw structure in it', () => {
    const { nation, counties } = loadPolicies(readConfig({}).policyFolder);
    const tables = [nation, ...counties].flatMap((l) => l.parameters.filter((p) => p.unit === 'table').map((p) => ({ place: l.id, p })));
    expect(tables.length).toBeGreaterThan(10);
    for (const { place, p } of tables) {
      const { lines } = render(p.key, p.unit, p.value);
      expect(lines.length, `${place} ${p.key}`).toBeGreaterThan(0);
      for (const line of lines) {
        expect(line, `${place} ${p.key}`).toMatch(/[\u4e00-\u9fff]/);
        expect(line, `${place} ${p.key}`).not.toMatch(/[{}[\]"]|undefined|[a-z]{3,}/);
      }
    }
  });

  test('what a table leaves out is not said; money in it is yuan', () => {
    expect(render('amount.minimum', 'table', { fen: 5000, per: 'household' }).lines).toEqual(['每户每月不足 50.00 元的，按 50.00 元发放']);
    expect(render('amount.rounding', 'table', { unit: 100, mode: 'up' }).text).toBe('按户计发，进位到元');
    expect(render('property.vehicle', 'table', { max: 0, exemptible: true }).lines).toEqual(['不得拥有', '生活、生产必需的（写明理由）不计']);
  });
});
