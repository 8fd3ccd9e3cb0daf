import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SUPERVISION_TABLES } from '../policy/supervision-tables.ts';
import { atLeastByChance, atMostByChance, KIND_IDS, ruleText } from './model.ts';

describe('chance', () => {
  test('is that of a binomial: known values, and never more for more', () => {
    expect(atLeastByChance(8, 8, 0.5)).toBeCloseTo(1 / 256, 12);
    expect(atLeastByChance(5, 10, 0.5)).toBeCloseTo(638 / 1024, 12);
    expect(atLeastByChance(0, 10, 0.2)).toBe(1);
    expect(atMostByChance(2, 10, 0.5)).toBeCloseTo(56 / 1024, 12);
    expect(atMostByChance(10, 10, 0.3)).toBe(1);
    fc.assert(fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (n, p, k) => {
      const at = k % n;
      const [more, less] = [atLeastByChance(at + 1, n, p), atLeastByChance(at, n, p)];
      expect(more).toBeLessThanOrEqual(less + 1e-9);
      expect(more).toBeGreaterThanOrEqual(0);
      expect(less).toBeLessThanOrEqual(1);
      expect(atMostByChance(at, n, p)).toBeCloseTo(1 - more, 6);
    }));
  });
});

test('every kind of question has a schema and a threshold in words', () => {
  const rules = SUPERVISION_TABLES['behaviour.rules'].parse({ rules: [
    { kind: 'instant', label: '几秒决定', why: '来不及看', days: 30, seconds: 20, atLeast: 5 }, { kind: 'sameText', label: '文字相同', why: '一字不差', days: 90, minLength: 40, atLeast: 5 },
    { kind: 'samePhoto', label: '照片相同', why: '同一张', days: 365, atLeast: 2, known: [{ sha256: 'a'.repeat(64), label: '示范照片' }] }, { kind: 'night', label: '夜间', why: '深夜', days: 30, fromHour: 22, toHour: 6, atLeast: 5 },
    { kind: 'dayOff', label: '休息日', why: '成批', days: 30, atLeast: 10 }, { kind: 'justUnder', label: '限额之下', why: '扎堆', days: 365, band: 5, chance: 1, atLeast: 8 },
    { kind: 'samePair', label: '同两个人', why: '总是', days: 180, share: 80, staff: 3, atLeast: 20 }, { kind: 'village', label: '邻村', why: '悬殊', days: 365, ratio: 3, chance: 1, atLeast: 10 },
    { kind: 'shortVisit', label: '入户太短', why: '来不及看', days: 90, minutes: 5, atLeast: 3 }, { kind: 'twoPlaces', label: '同时两户', why: '分身', days: 180, minutes: 5, atLeast: 1 }, { kind: 'split', label: '分户', why: '不久前还是一户', days: 365, months: 12, atLeast: 3 },
    { kind: 'perThousand', label: '每千人', why: '悬殊', days: 1461, villages: 5, distance: 3.5, chance: 5, atLeast: 8 },
  ] }).rules;
  expect(rules.map((r) => r.kind)).toEqual([...KIND_IDS]);
  for (const r of rules) expect(ruleText(r)).toMatch(/^近 \d+ 天/);
});
