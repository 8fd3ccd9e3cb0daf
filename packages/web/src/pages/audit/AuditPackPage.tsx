import { packPreview, packQuery } from '@doudi/core/api/auditpack';
import { useState, type ReactNode } from 'react';
import { addressOf } from '../../api/client.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { Facts, View } from '../../ui/View.tsx';
import '../../styles/office.css';

/** 审计包: unit, programme, months and purpose; what will be in it; the pack itself is downloaded by the browser. */
export function AuditPackPage(): ReactNode {
  const t = useT();
  const { session } = useSession();
  const [unit, setUnit] = useState('');
  const [programme, setProgramme] = useState('');
  const [from, setFrom] = useState(`${session.today.slice(0, 4)}-01`);
  const [to, setTo] = useState(session.today.slice(0, 7));
  const [purpose, setPurpose] = useState('');
  const scope = { ...(unit === '' ? {} : { unit }), ...(programme === '' ? {} : { programme }), from, to };
  const query = useCall(packPreview, { query: scope }, { keep: true, enabled: from <= to });
  const checked = packQuery.safeParse({ ...scope, purpose });
  const why = checked.success ? undefined : (checked.error.issues[0]?.message ?? t('aud.exportNeed'));
  return (
    <div className="page">
      <h1>{t('pack.title')}</h1>
      <p className="says">{t('pack.says')}</p>
      <form className="form narrow" onSubmit={(e) => { e.preventDefault(); if (checked.success) window.location.assign(addressOf('/auditpack', {}, checked.data)); }}>
        <div className="row">
          <div className="field">
            <label htmlFor="pack-unit">{t('recovery.unit')}</label>
            <select id="pack-unit" className="input" value={unit} onChange={(e) => setUnit(e.target.value)}>
              <option value="">{t('pack.allUnits')}</option>
              {(query.data?.units ?? []).map((u) => <option key={u.key} value={u.key}>{u.name}</option>)}
            </select>
          </div>
          <div className="field">
            <label htmlFor="pack-programme">{t('pack.programme')}</label>
            <select id="pack-programme" className="input" value={programme} onChange={(e) => setProgramme(e.target.value)}>
              <option value="">{t('pack.allProgrammes')}</option>
              {(query.data?.programmes ?? []).map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}
            </select>
          </div>
          <div className="field"><label htmlFor="pack-from">{t('pack.from')}</label><input id="pack-from" className="input input-month" type="month" value={from} onChange={(e) => { if (e.target.value) setFrom(e.target.value); }} /></div>
          <div className="field"><label htmlFor="pack-to">{t('pack.to')}</label><input id="pack-to" className="input input-month" type="month" value={to} onChange={(e) => { if (e.target.value) setTo(e.target.value); }} /></div>
        </div>
        <View query={query}>{(p) => <Facts items={[[t('pack.cases'), String(p.cases)], [t('pack.lines'), String(p.lines)], [t('pack.entries'), String(p.entries)], [t('recovery.title'), String(p.recoveries)]]} />}</View>
        <div className="field">
          <label htmlFor="pack-purpose">{t('aud.exportPurpose')}</label>
          <input id="pack-purpose" className="input" maxLength={200} value={purpose} onChange={(e) => setPurpose(e.target.value)} />
        </div>
        <p className="buttons"><ExplainedButton type="primary" htmlType={why === undefined ? 'submit' : 'button'} why={why}>{t('pack.do')}</ExplainedButton></p>
      </form>
      <p className="muted">{t('pack.check')}</p>
    </div>
  );
}
