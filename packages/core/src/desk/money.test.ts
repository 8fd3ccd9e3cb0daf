import { expect, test } from 'vitest';
import { ALL_POSTS, may } from '../rights/permissions.ts';
import { concerns, MONEY_TASK_IDS, MONEY_TASKS, moneyDesk } from './money.ts';

test('a post reads its own turn first, the late above the rest, and nothing that is none or not its matter', () => {
  const tasks = MONEY_TASK_IDS.map((id) => ({ id, n: id === 'freeze' ? 0 : 2, late: id === 'transit' ? 1 : 0, href: '/' }));
  const clerk = moneyDesk('payrollClerk', tasks);
  expect(clerk[0]).toMatchObject({ id: 'transit', mine: true, late: 1 });
  const turn = clerk.map((t) => t.mine);
  expect(turn.indexOf(false)).toBe(turn.filter(Boolean).length);
  expect(clerk.map((t) => t.id)).not.toContain('freeze');
  expect(clerk.map((t) => t.id)).not.toContain('imprestReceive');
  expect(clerk.find((t) => t.id === 'release')).toMatchObject({ mine: false, who: '发放复核' });
  // Whose turn it is may depend on more than the post: the other person’s entry, the plan.
  expect(moneyDesk('finance', [{ id: 'imprest', n: 1, href: '/', mine: true }])[0]).toMatchObject({ mine: true });
});

test('whoever has a turn may open the desk, and every kind is somebody’s', () => {
  for (const id of MONEY_TASK_IDS) {
    for (const post of ALL_POSTS) if (concerns(post, id)) expect(may(post, 'money.desk'), `${post} ${id}`).toBe(true);
    expect(MONEY_TASKS[id].by.length + MONEY_TASKS[id].watch.length, id).toBeGreaterThan(0);
  }
  expect(moneyDesk('auditor', [{ id: 'release', n: 1, href: '/' }])).toEqual([]);
});
