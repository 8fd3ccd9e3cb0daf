import { Link } from '@tanstack/react-router';
import { listReferrals } from '@doudi/core/api/aid';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Light } from '../../ui/Light.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import '../../styles/office.css';

/** 转介: what was given to departments and what they made of it; late answers first. */
export function ReferralsPage(): ReactNode {
  const t = useT();
  const [state, setState] = useState<'open' | 'closed'>('open');
  const query = useCall(listReferrals, { query: { state } }, { keep: true });
  return (
    <div className="page">
      <h1>{t('nav.referrals')}</h1>
      <p className="says">{t('ref.says')}</p>
      <div className="filters" role="radiogroup" aria-label={t('ref.title')}>
        {(['open', 'closed'] as const).map((s) => <label key={s} className="choice"><input type="radio" name="referrals" checked={state === s} onChange={() => setState(s)} /><span>{t(`ref.state.${s}`)}</span></label>)}
      </div>
      <View query={query}>
        {(page) => (
          <DataTable caption={t('nav.referrals')} rows={page.items} rowKey={(r) => r.id} empty={<p>{t(state === 'open' ? 'ref.none' : 'ref.noneClosed')}</p>} columns={[
            { key: 'due', title: t('ref.due'), width: '11rem', render: (r) => <span className="due"><DateText date={r.due} short />{r.open && r.light ? <Light light={r.light.light} text={r.light.text} /> : null}</span> },
            { key: 'to', title: t('ref.to'), render: (r) => <><b>{r.organ}</b> <span className="tag">{t(`ref.kind.${r.kind}`)}</span></> },
            { key: 'matter', title: t('ref.matter'), render: (r) => <>{r.matter}<br /><span className="muted">{r.text}</span></> },
            { key: 'case', title: t('errands.case'), render: (r) => <><Link to="/cases/$id" params={{ id: r.case }}>{r.applicant}</Link> <span className="number">{r.number}</span><br /><span className="muted">{r.unit}</span></> },
            { key: 'by', title: t('ref.sent'), render: (r) => <>{r.by} <DateText date={r.on} short /></> },
            { key: 'answer', title: t('ref.answers'), render: (r) => (r.answers.length === 0 ? <span className="muted">{t('ref.noAnswer')}</span> : r.answers.map((a) => <p key={`${a.on}${a.text}`} className="tight"><b>{a.outcomeText}</b>：{a.text} <span className="muted">{a.by} <DateText date={a.on} short /></span></p>)) },
          ]} />
        )}
      </View>
    </div>
  );
}
