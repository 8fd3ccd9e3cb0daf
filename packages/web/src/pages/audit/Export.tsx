import { exportQuery } from '@doudi/core/api/audit';
import { useState, type ReactNode } from 'react';
import { addressOf } from '../../api/client.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';

/** The whole case log as a file for the stand-alone verifier; the purpose is stated first. The browser downloads it, so that it never has to fit in memory. */
export function Export(): ReactNode {
  const t = useT();
  const { session } = useSession();
  const [purpose, setPurpose] = useState('');
  const why = session.post !== 'auditor' ? t('aud.exportOnly') : exportQuery.safeParse({ purpose }).success ? undefined : t('aud.exportNeed');
  return (
    <form className="form narrow" onSubmit={(e) => { e.preventDefault(); if (why === undefined) window.location.assign(addressOf('/audit/export', {}, { purpose: purpose.trim() })); }}>
      <p className="says">{t('aud.exportSays')}</p>
      <div className="field">
        <label htmlFor="purpose">{t('aud.exportPurpose')}</label>
        <input id="purpose" className="input" maxLength={200} value={purpose} onChange={(e) => setPurpose(e.target.value)} />
      </div>
      <p className="buttons"><ExplainedButton type="primary" htmlType={why === undefined ? 'submit' : 'button'} why={why}>{t('aud.exportDo')}</ExplainedButton></p>
    </form>
  );
}
