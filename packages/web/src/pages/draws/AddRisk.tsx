import { useState, type ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { RiskForm } from './forms.tsx';

/** On a case page: adds this case to the risk checks of a draw. Shown to whoever conducts draws, once there is a decision to check. */
export function AddRisk({ case: id, number, decided }: { readonly case: string; readonly number: string; readonly decided: boolean }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [open, setOpen] = useState(false);
  if (!decided || !may('draw.conduct')) return null;
  return (
    <>
      <button type="button" className="link" onClick={() => setOpen(true)}>{t('draw.addRisk')}</button>
      {open ? <RiskForm case={id} number={number} onClose={() => setOpen(false)} onDone={() => setOpen(false)} /> : null}
    </>
  );
}
