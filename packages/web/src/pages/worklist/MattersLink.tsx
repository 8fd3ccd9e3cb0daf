import { Link } from '@tanstack/react-router';
import { waitingLeads } from '@doudi/core/api/leads';
import { listMatters } from '@doudi/core/api/matters';
import type { MatterTopicId } from '@doudi/core/matter/model';
import { COUNTY_WIDE, type Permission } from '@doudi/core/rights/permissions';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import type { Address } from '../../app/nav.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';

const POLL_MS = 120_000;
const PAGES: Readonly<Partial<Record<MatterTopicId, Address>>> = { draw: '/draws', check: '/checks', rectification: '/rectifications', complaint: '/complaints', task: '/tasks', training: '/training', dishonesty: '/registers', score: '/scores', oversight: '/oversight' };

/** Who of a unit does the daily work of a topic: others, as the leader in charge, read it but are not waited for. */
const DAILY: Readonly<Partial<Record<MatterTopicId, Permission>>> = { complaint: 'complaint.register', training: 'training.keep', dishonesty: 'register.propose' };

interface Waiting {
  readonly to: Address;
  readonly label: string;
  readonly n: number;
  readonly late: number;
}

/** One line of the strip: what waits, how many, how many of them late. */
function Strip({ to, label, n, late }: Waiting): ReactNode {
  const t = useT();
  return <Link to={to} className="work-link">{t('matter.waiting', { topic: label, n })}{late > 0 ? <b className="bad"> ■ {t('matter.waitingLate', { n: late })}</b> : null}</Link>;
}

/** Leads that wait for an answer by this office. */
function LeadsLink(): ReactNode {
  const t = useT();
  const query = useCall(waitingLeads, {}, { poll: () => POLL_MS, staleTime: POLL_MS / 2 });
  return query.data && query.data.open > 0 ? <Strip to="/leads" label={t('nav.leads')} n={query.data.open} late={query.data.late} /> : null;
}

/** Matters of supervision and leads that wait for the one at the desk, by topic; nothing where none does. */
export function MattersLink(): ReactNode {
  const { session, may } = useSession();
  const query = useCall(listMatters, { query: { open: 'true', waits: COUNTY_WIDE.includes(session.post) ? 'county' : 'unit' } }, { poll: () => POLL_MS, staleTime: POLL_MS / 2 });
  const items = query.data?.items ?? [];
  const topics = [...Map.groupBy(items, (m) => m.topic)].flatMap(([topic, mine]) => {
    const to = PAGES[topic];
    const daily = DAILY[topic];
    return to && mine[0] && (daily === undefined || may(daily)) ? [{ topic, to, label: mine[0].topicText, n: mine.length, late: mine.filter((m) => m.late).length }] : [];
  });
  return <>{topics.map(({ topic, ...x }) => <Strip key={topic} {...x} />)}{may('lead.answer') ? <LeadsLink /> : null}</>;
}
