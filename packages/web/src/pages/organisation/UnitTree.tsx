import type { UnitView } from '@doudi/core/api/organisation';
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useLocale } from '../../i18n/index.tsx';
import { sayDates, shortDate } from '../../lib/dates.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Facts, Section } from '../../ui/View.tsx';
import { ConfirmsTable } from './Confirms.tsx';
import type { Organisation } from './OrganisationPage.tsx';

/** The tree of units at the left, the chosen unit at the right. Units that are gone stay in the tree, struck through, with why. */
export function UnitTree({ org, chosen, onChoose }: { readonly org: Organisation; readonly chosen: string | undefined; readonly onChoose: (key: string) => void }): ReactNode {
  const { locale, t } = useLocale();
  const [typed, setTyped] = useState('');
  const find = useDeferredValue(typed.trim());
  const children = useMemo(() => Map.groupBy(org.units, (u) => u.parent ?? ''), [org.units]);
  const roots = useMemo(() => {
    const known = new Set(org.units.map((u) => u.key));
    return org.units.filter((u) => u.parent === null || !known.has(u.parent));
  }, [org.units]);
  const unit = org.units.find((u) => u.key === chosen) ?? roots[0];
  const found = find === '' ? null : org.units.filter((u) => [u.name, ...u.aliases, u.code ?? ''].some((x) => x.includes(find)));
  const item = (u: UnitView): ReactNode => {
    const below = children.get(u.key) ?? [];
    const button = (
      <button type="button" className={u.valid ? 'link' : 'link gone'} aria-current={unit?.key === u.key ? 'true' : undefined} title={u.valid ? undefined : `${u.validText ?? ''} ${u.note ?? ''}`} onClick={(e) => {
        // Inside a summary a click would also fold the branch.
        e.preventDefault();
        onChoose(u.key);
      }}>{u.name}</button>
    );
    const after = u.valid ? null : <small> {sayDates(u.validText ?? '', locale)}</small>;
    if (below.length === 0) return <li key={u.key}>{button}{after}</li>;
    return (
      <li key={u.key}>
        <details open={u.parent === null || roots.includes(u) || below.some((b) => b.key === chosen)}>
          <summary>{button}{after} <small>{below.length}</small></summary>
          <ul>{below.map(item)}</ul>
        </details>
      </li>
    );
  };
  return (
    <div className="organisation">
      <nav className="tree" aria-label={t('org.tree')}>
        <input className="input" type="search" aria-label={t('org.find')} placeholder={t('org.find')} value={typed} onChange={(e) => setTyped(e.target.value)} />
        {found === null ? <ul>{roots.map(item)}</ul> : found.length === 0 ? <p className="empty">{t('org.noUnit')}</p> : (
          <ul>{found.slice(0, 100).map((u) => <li key={u.key}><button type="button" className={u.valid ? 'link' : 'link gone'} aria-current={unit?.key === u.key ? 'true' : undefined} onClick={() => onChoose(u.key)}>{u.name}</button> <small>{org.units.find((x) => x.key === u.parent)?.name ?? ''}</small></li>)}</ul>
        )}
      </nav>
      {unit ? <Unit key={unit.key} unit={unit} org={org} /> : null}
    </div>
  );
}

function Unit({ unit: u, org }: { readonly unit: UnitView; readonly org: Organisation }): ReactNode {
  const { t, locale } = useLocale();
  const below = org.units.filter((x) => x.parent === u.key).length;
  const day = (d: string): string => shortDate(d, locale);
  return (
    <div>
      <h2>{u.name} <span className="tag">{u.kindText}</span>{u.valid ? null : <> <span className="tag tag-warn">{t('org.gone')}</span></>}</h2>
      {u.valid ? null : <p className="notice">{sayDates(`${u.validText ?? ''}${u.note ? `。${u.note}` : ''}`, locale)}</p>}
      <Facts items={[
        [t('org.parent'), org.units.find((x) => x.key === u.parent)?.name], [t('org.code'), u.code], [t('org.aliases'), u.aliases.join('、')], [t('org.area'), u.area ? t(`pol.${u.area}`) : null],
        [t('org.valid'), u.from || u.to ? `${u.from ? day(u.from) : t('org.since')} – ${u.to ? day(u.to) : t('org.open')}` : null], [t('office.note'), u.valid ? u.note : null],
        [t('org.source'), <SourceChips key="s" source={u.source} />], below > 0 ? [t('org.units'), t('org.below', { n: below })] : null,
        u.staff.length > 0 ? [t(u.kind === 'county' ? 'org.countyLeader' : 'org.leader'), u.leaders.length > 0 ? u.leaders.join('、') : u.confirms.length > 0 || u.kind === 'county' ? <span key="l" className="bad">{t('org.noLeader')}</span> : null] : null,
      ]} />
      {u.bodies.length > 0 ? (
        <Section title={t('org.bodies')}>
          <DataTable caption={t('org.bodies')} rows={u.bodies} rowKey={(b) => b.kind + b.name} empty={<p>{t('org.noBodies')}</p>} columns={[
            { key: 'kind', title: t('org.kind'), width: '14rem', render: (b) => b.kindText }, { key: 'name', title: t('org.body'), render: (b) => b.name }, { key: 'source', title: t('org.source'), render: (b) => <SourceChips source={b.source} /> },
          ]} />
        </Section>
      ) : null}
      <Section title={t('org.staff')}>
        <DataTable caption={t('org.staff')} rows={u.staff} rowKey={(s) => s.id + s.post} empty={<p>{t('org.noStaff')}</p>} columns={[
          { key: 'name', title: t('org.person'), width: '8rem', render: (s) => s.name }, { key: 'post', title: t('org.post'), render: (s) => s.postText },
          { key: 'valid', title: t('org.valid'), render: (s) => `${day(s.from)} – ${s.to ? day(s.to) : t('org.open')}` },
        ]} />
      </Section>
      {u.confirms.length > 0 ? <Section title={t('org.confirms')}><ConfirmsTable rows={u.confirms.map((c) => ({ ...c, unitName: u.name }))} /></Section> : null}
    </div>
  );
}
