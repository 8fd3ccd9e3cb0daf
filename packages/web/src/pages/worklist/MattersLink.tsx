import { Link } from '@tanstack/react-router';
import { listMatters } from '@doudi/core/api/matters';
import type { MatterTopicId } from '@doudi/core/matter/model';
import { COUNTY_WIDE } from '@doudi/core/rights/permissions';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import type { Address } from '../../app/nav.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';

const POLL_MS = 120_000;
const PAGES: Readonly<Partial<Record<MatterTopicId, Address>>> = { draw: '/draws', check: '/checks', rectification: '/rectifications', complaint: '/complaints', task: '/tasks', training: '/training', dishonesty: '/registers', score: '/scores', oversight: '/oversight' };

/** Matters of supervision that wait for the one at the desk, by topic; nothing where none does. */
export function MattersLink(): ReactNode {
  const t = useT();
  const { session } = useSession();
  const query = useCall(listMatters, { query: { open: 'true', waits: COUNTY_WIDE.includes(session.post) ? 'county' : 'unit' } }, { poll: () => POLL_MS, staleTime: POLL_MS / 2 });
  const items = query.data?.items ?? [];
  const topics = [...Map.groupBy(items, (m) => m.topic)].flatMap(([topic, mine]) => {
    const to = PAGES[topic];
    return to && mine[0] ? [{ topic, to, label: mine[0].topicText, n: mine.length, late: mine.filter((m) => m.late).length }] : [];
  });
  return topics.map((x) => (
    <Link key={x.topic} to={x.to} className="work-link">{t('matter.waiting', { topic: x.label, n: x.n })}{x.late > 0 ? <b className="bad"> ■ {t('matter.waitingLate', { n: x.late })}</b> : null}</Link>
  ));
}
