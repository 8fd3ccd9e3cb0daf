import { Link } from '@tanstack/react-router';
import type { registerComplaint } from '@doudi/core/api/complaints';
import type { Output } from '@doudi/core/api/contract';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';

/** 受理回执: number and code for whoever complained, printed or copied and then gone from the screen. */
export function Slip({ done, onClear }: { readonly done: Output<typeof registerComplaint>; readonly onClear: () => void }): ReactNode {
  const t = useT();
  const { may } = useSession();
  return (
    <div className="slip">
      <div className="notice screen-only" role="status">
        <p><b>{t('complaint.registered', { number: done.number })}</b> {done.shown && may('complaint.read') ? <Link to="/complaints/$id" params={{ id: done.id }}>{t('complaint.open')}</Link> : t('complaint.passedUp', { holder: done.holderName })}</p>
        <p>{t('complaint.codeIs', { code: done.code })}</p>
        {done.codeTells ? null : <p>{t('complaint.codeBrief', { holder: done.holderName })}</p>}
        <div className="row-line"><Button onClick={() => window.print()}>{t('complaint.printSlip')}</Button><Button type="primary" onClick={onClear}>{t('complaint.clear')}</Button><span className="muted">{t('complaint.cleared')}</span></div>
      </div>
      <div className="slip-paper">
        <h2>{t('complaint.slip')}</h2>
        <p>{t('complaint.slipNumber', { number: done.number })}</p>
        <p>{t('complaint.slipCode', { code: done.code })}</p>
        <p>{t(done.codeTells ? 'complaint.slipAll' : 'complaint.slipBrief', { holder: done.holderName })}</p>
      </div>
    </div>
  );
}
