import { listDishonesty } from '@doudi/core/api/registers';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { MatterTable } from '../../ui/matter.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText } from '../../ui/Text.tsx';
import { UnitFilter } from '../../ui/UnitFilter.tsx';
import { View } from '../../ui/View.tsx';
import { ProposeForm } from './forms.tsx';
import '../../styles/office.css';

const route = getRouteApi('/registers');
const STATES = ['open', 'pending', 'inForce', 'ended', 'all'] as const;

/** Links between the three registers. */
export function RegisterLinks(): ReactNode {
  const t = useT();
  return <p className="row-line screen-only"><Link to="/registers">{t('reg.tab.dishonesty')}</Link><Link to="/registers/certificates">{t('reg.tab.certificates')}</Link><Link to="/registers/problems">{t('reg.tab.problems')}</Link></p>;
}

/** 失信记录: who stands in the register, until when, and what is on its way. */
export function RegistersPage(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const navigate = useNavigate();
  const { state = 'open', unit } = route.useSearch();
  const go = (s: (typeof STATES)[number], u: string | undefined): void => void navigate({ to: '/registers', search: { state: s, ...(u === undefined ? {} : { unit: u }) }, replace: true });
  const query = useCall(listDishonesty, { query: state === 'all' ? { unit } : { state, unit } }, { keep: true });
  const [proposing, setProposing] = useState(false);
  return (
    <div className="page">
      <h1>{t('reg.title')}</h1>
      <RegisterLinks />
      <p className="says">{t('reg.says')}</p>
      {may('register.propose') ? <div className="row-line"><Button type="primary" onClick={() => setProposing(true)}>{t('reg.propose')}</Button></div> : null}
      <Tabs label={t('reg.state')} value={state} onChange={(key) => go(key, unit)} items={STATES.map((key) => ({ key, label: t(`reg.state.${key}`) }))} />
      <div className="filters"><UnitFilter unit={unit} onChange={(u) => go(state, u)} /></div>
      <View query={query}>
        {(page) => {
          const of = new Map(page.items.map((i) => [i.head.id, i]));
          return (
            <>
              <MatterTable items={page.items.map((i) => i.head)} caption={t('reg.tab.dishonesty')} place="registers" empty={<p>{t('reg.none')}</p>} onOpen={(m) => void navigate({ to: '/registers/$id', params: { id: m.id } })} more={[
                { key: 'who', title: t('reg.who'), render: (m) => of.get(m.id)?.who ?? '' },
                { key: 'case', title: t('reg.case'), render: (m) => of.get(m.id)?.caseNumber ?? '' },
                { key: 'term', title: t('reg.term'), render: (m) => { const i = of.get(m.id); return i?.from && i.term ? <><DateText date={i.from} short /> – <DateText date={i.term} short />{i.inForce ? null : <span className="muted"> {t('reg.notInForce')}</span>}</> : ''; } },
              ]} />
              <p className="muted">{t('reg.months')}：{t('reg.monthsN', { n: page.months.value })} <SourceChips source={page.months.source} /> {t('reg.kind')}：{page.kinds.map((k) => k.label).join('、')} <SourceChips source={page.source} /></p>
              <p className="muted">{t('reg.effects')}：{page.atIntake.join('；')}</p>
              {proposing ? <ProposeForm kinds={page.kinds} onClose={() => setProposing(false)} onDone={(id) => void navigate({ to: '/registers/$id', params: { id } })} /> : null}
            </>
          );
        }}
      </View>
    </div>
  );
}
