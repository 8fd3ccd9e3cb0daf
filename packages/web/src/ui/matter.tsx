import type { MatterItem } from '@doudi/core/api/matters';
import { matterTrail } from '@doudi/core/api/matters';
import { shanghaiTime } from '@doudi/core/calendar/date';
import type { MatterTopicId } from '@doudi/core/matter/model';
import { COUNTY_WIDE } from '@doudi/core/rights/permissions';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCall } from '../api/hooks.ts';
import { useSession } from '../app/session.tsx';
import { useLocale, useT } from '../i18n/index.tsx';
import { sayDates } from '../lib/dates.ts';
import { DataTable, type Column } from './DataTable.tsx';
import { Light } from './Light.tsx';
import { DateText } from './Text.tsx';
import { View } from './View.tsx';

/** Page of one matter of each topic; a topic without one is opened by its own list. */
const PAGES = { draw: '/draws/$id', check: '/checks/$id', rectification: '/rectifications/$id', complaint: '/complaints/$id', lead: '/leads/$id', task: '/tasks/$id', training: '/training/$id', dishonesty: '/registers/$id', oversight: '/oversight/acts/$id' } as const satisfies Partial<Record<MatterTopicId, string>>;

/** A matter's title as a link to its page: for the middle button of the mouse, the keyboard and screen readers. */
function MatterLink({ item }: { readonly item: MatterItem }): ReactNode {
  const { locale } = useLocale();
  const title = sayDates(item.title, locale);
  return item.topic === 'score' ? title : <Link to={PAGES[item.topic]} params={{ id: item.id }}>{title}</Link>;
}

/** Where a matter stands and by when, as shape and word. */
export function MatterState({ item }: { readonly item: MatterItem }): ReactNode {
  const t = useT();
  if (item.closedOn) return <>{item.statusText} <span className="muted"><DateText date={item.closedOn} short /></span></>;
  return <>{item.statusText}{item.waits ? <span className="muted"> {t(`matter.waits.${item.waits}`)}</span> : null}</>;
}

/** What is next, by when, why: the head of every matter's page. */
export function MatterHeading({ item, children }: { readonly item: MatterItem; readonly children?: ReactNode }): ReactNode {
  const { t, locale } = useLocale();
  return (
    <header className="matter-head">
      <h1>{sayDates(item.title, locale)}</h1>
      <p className="row-line">
        <span className="muted nobreak">{item.number}</span><span>{item.unitName ?? t('matter.county')}</span><span><MatterState item={item} /></span>
        {item.dueOn ? <span>{t('matter.due')} <DateText date={item.dueOn} /></span> : null}
        {item.light ? <Light light={item.light} text={item.lightText ?? undefined} /> : null}
        {item.aboutCase ? <span><Link to="/cases/$id" params={{ id: item.aboutCase }}>{t('matter.case')}</Link></span> : null}
      </p>
      {item.closedOn ? null : <p className="says">{t('matter.next')}：{item.next ? sayDates(item.next, locale) : t('matter.nothingLeft')}</p>}
      {children}
    </header>
  );
}

/** A list of matters; a topic adds columns of its own before the state. A unit that sees its own alone is not told its name in every row. */
export function MatterTable<M extends MatterItem>({ items, caption, onOpen, more, empty, place }: { readonly items: readonly M[]; readonly caption: string; readonly onOpen: (item: M) => void; readonly more?: readonly Column<M>[]; readonly empty?: ReactNode; readonly place?: string }): ReactNode {
  const { t, locale } = useLocale();
  const { session } = useSession();
  const many = COUNTY_WIDE.includes(session.post) || items.some((m) => m.unit !== items[0]?.unit);
  return (
    <DataTable caption={caption} rows={items} rowKey={(m) => m.id} onOpen={onOpen} {...(place === undefined ? {} : { place })} empty={empty ?? <p>{t('matter.none')}</p>} columns={[
      { key: 'due', title: t('matter.due'), render: (m) => (m.light ? <Light light={m.light} text={m.lightText ?? undefined} /> : m.closedOn ? <>● {t('matter.closed')}</> : m.dueOn ? <DateText date={m.dueOn} short /> : null) },
      { key: 'title', title: t('matter.title'), render: (m) => <><MatterLink item={m} /> <span className="muted nobreak">{m.number}</span></> },
      ...(many ? [{ key: 'unit', title: t('matter.unit'), render: (m: M) => <span className="nobreak">{m.unitName ?? t('matter.county')}</span> }] : []),
      ...(more ?? []),
      { key: 'status', title: t('matter.status'), render: (m) => <MatterState item={m} /> },
      { key: 'next', title: t('matter.next'), render: (m) => sayDates(m.next ?? '', locale) },
    ]} />
  );
}

/** An instant in Shanghai time, to the minute. */
export function Moment({ at }: { readonly at: string }): ReactNode {
  const [day = '', time = ''] = shanghaiTime(at).split('T');
  return <><DateText date={day} short /> {time}</>;
}

/** What happened to a matter, with who and when. */
export function MatterTrail({ id }: { readonly id: string }): ReactNode {
  const t = useT();
  const query = useCall(matterTrail, { params: { id } }, { keep: true });
  return (
    <section>
      <h2>{t('matter.trail')}</h2>
      <View query={query}>
        {(trail) => (
          <DataTable caption={t('matter.trail')} rows={trail.items} rowKey={(a) => String(a.seq)} empty={<p>{t('matter.none')}</p>} columns={[
            { key: 'at', title: t('matter.at'), render: (a) => <Moment at={a.at} /> },
            { key: 'what', title: t('matter.what'), render: (a) => a.label },
            { key: 'by', title: t('matter.by'), render: (a) => a.by },
          ]} />
        )}
      </View>
    </section>
  );
}
