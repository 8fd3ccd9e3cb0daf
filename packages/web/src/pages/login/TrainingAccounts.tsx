import { trainingAccounts } from '@doudi/core/api/session';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';

/** The accounts of a training installation by county; one click logs in. Nothing in production. */
export function TrainingAccounts({ busy, onPick }: { readonly busy: boolean; readonly onPick: (login: string, password: string) => void }): ReactNode {
  const t = useT();
  const query = useCall(trainingAccounts, {}, { staleTime: 60_000 });
  const [county, setCounty] = useState('');
  const data = query.data;
  if (data?.mode !== 'training') return null;
  const shown = data.counties.find((c) => c.county === county) ?? data.counties[0];
  return (
    <section className="training" aria-label={t('login.training')}>
      <h2>{t('login.training')}</h2>
      <p>{t('login.trainingWhy', { password: data.password })}</p>
      <div className="tabs" role="tablist">
        {data.counties.map((c) => (
          <button key={c.county} type="button" role="tab" aria-selected={c === shown} onClick={() => setCounty(c.county)}>
            {c.name}
          </button>
        ))}
      </div>
      <table className="table">
        <tbody>
          {shown?.accounts.map((a) => (
            <tr key={a.login}>
              <td data-label={t('login.unit')}>{a.unit}</td>
              <td data-label={t('login.post')}>{a.postText}</td>
              <td data-label={t('login.person')}>{a.name}</td>
              <td className="right">
                <button type="button" className="link" disabled={busy} onClick={() => onPick(a.login, data.password)}>
                  {t('login.as', { login: a.login })}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
