import { ALL_POSTS, may, type AnyPost, type Permission } from '@doudi/core/rights/permissions';
import { describe, expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { zh } from '../i18n/zh.ts';
import { isUnder, LANDING, missingFor, NAV, NAV_GROUPS, sectionsOf } from './nav.ts';
import { router } from './routes.tsx';

const menu = (post: AnyPost): ReturnType<typeof sectionsOf> => sectionsOf((p: Permission) => may(post, p));
const entries = (post: AnyPost): readonly string[] => menu(post).flatMap((s) => s.entries.map((n) => n.to));
/** Lines of the menu before anything is unfolded: at 1366 × 768 nineteen fit below the head of the page. */
const lines = (post: AnyPost): number => menu(post).reduce((n, s) => n + (s.folds ? 1 : s.entries.length), 0);
const FIT = 19;

describe('the side menu', () => {
  test.each(ALL_POSTS)('%s surveys it without scrolling, the longest group unfolded', (post) => {
    const longest = Math.max(0, ...menu(post).filter((s) => s.folds).map((s) => s.entries.length));
    expect(lines(post) + longest).toBeLessThanOrEqual(FIT);
    expect(lines(post)).toBeLessThanOrEqual(11);
  });

  test.each(['village', 'handler'] as const)('a %s starts with at most seven pages open', (post) => {
    expect(menu(post).filter((s) => !s.folds).flatMap((s) => s.entries).length).toBeLessThanOrEqual(7);
  });

  test.each(ALL_POSTS)('%s finds in it the page it starts the day on, open', (post) => {
    const section = menu(post).find((s) => s.entries.some((n) => isUnder(LANDING[post], n.to)));
    expect(section).toBeDefined();
    expect(entries(post)).toContain(LANDING[post]);
  });

  test('whoever acts on no case has no work list but starts on its own matter', () => {
    for (const post of ALL_POSTS) {
      expect(entries(post).includes('/'), post).toBe(may(post, 'case.act'));
      expect(LANDING[post] === '/', post).toBe(may(post, 'case.act'));
    }
  });

  test('an address typed by hand opens what the menu offers or a link leads to, and nothing that is another post’s', () => {
    for (const post of ALL_POSTS) for (const to of entries(post)) expect(missingFor(to, (p) => may(post, p)), `${post} ${to}`).toBeUndefined();
    const village = (p: Permission): boolean => may('village', p);
    expect(missingFor('/bureau', village)).toBe('bureau.read');
    expect(missingFor('/complaints/', village)).toBe('complaint.read');
    expect(missingFor('/', (p) => may('finance', p))).toBeUndefined();
    expect(missingFor('/cases/some', village)).toBeUndefined();
  });

  test('every page without parameters is in the menu of some post, or below one that is', () => {
    const paths = Object.keys(router.routesByPath).filter((p) => !p.includes('$'));
    expect(paths.length).toBeGreaterThan(20);
    // The password stands in the head of the page.
    expect(paths.filter((p) => p !== '/password' && !NAV.some((n) => isUnder(p, n.to) && ALL_POSTS.some((post) => entries(post).includes(n.to))))).toEqual([]);
    expect(NAV.filter((n) => !paths.includes(n.to)).map((n) => n.to)).toEqual([]);
    expect(new Set(NAV.map((n) => n.to)).size).toBe(NAV.length);
  });

  test('a heading stands over two entries at least, and nothing is folded for who has few pages', () => {
    for (const post of ALL_POSTS) for (const s of menu(post)) if (s.folds) expect(s.entries.length, `${post} ${s.group}`).toBeGreaterThan(1);
    expect(menu('systemAdmin').some((s) => s.folds)).toBe(false);
    expect(menu('countyHandler').some((s) => s.folds)).toBe(true);
  });

  test('headings and entries have words in both languages, and no entry is called as its group', () => {
    for (const g of NAV_GROUPS) expect([zh[`nav.group.${g}`], en[`nav.group.${g}`]].every(Boolean)).toBe(true);
    for (const dictionary of [zh, en]) for (const n of NAV) if (n.group !== 'desk') expect(dictionary[n.label]).not.toBe(dictionary[`nav.group.${n.group}`]);
  });
});
