import { getPlan } from '@doudi/core/api/policy';
import { useMemo, useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { Facts, View } from '../../ui/View.tsx';

/** `一、` and `第一章` are chapters, `（一）` sections: the manner of Chinese official documents. */
const level = (line: string): 1 | 2 | 0 => (line.length > 60 ? 0 : /^(?:#\s*)?(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[章条])/.test(line) ? 1 : /^[（(][一二三四五六七八九十]+[)）]/.test(line) ? 2 : 0);

function Marked({ text, find }: { readonly text: string; readonly find: string }): ReactNode {
  if (find === '') return text;
  return text.split(find).map((part, i) => (i === 0 ? part : <span key={i}><mark>{find}</mark>{part}</span>));
}

/** The county's plan to read, with its outline and a search within. */
export function PlanText(): ReactNode {
  const { t, locale } = useLocale();
  const query = useCall(getPlan, {}, { staleTime: 600_000 });
  const [typed, setTyped] = useState('');
  const find = typed.trim();
  const lines = useMemo(() => (query.data?.text ?? '').split('\n').map((x) => x.trim()).filter((x) => x !== ''), [query.data]);
  return (
    <View query={query}>
      {(plan) => {
        const shown = lines.map((text, n) => ({ text, n })).filter((l) => find === '' || l.text.includes(find));
        return (
          <>
            <h2>{plan.title}</h2>
            <Facts items={[[t('pol.number'), plan.number], [t('pol.issuer'), plan.issuer], [t('pol.issued'), plan.date ? longDate(plan.date, locale) : null]]} />
            <div className="row-line screen-only">
              <input className="input" type="search" style={{ width: 260 }} aria-label={t('pol.find')} placeholder={t('pol.find')} value={typed} onChange={(e) => setTyped(e.target.value)} />
              {find === '' ? null : <span role="status">{t('pol.found', { n: shown.length })}</span>}
            </div>
            {lines.length === 0 ? <p className="empty">{t('pol.planAbsent')}</p> : (
              <div className="plan">
                <nav className="plan-outline screen-only" aria-label={t('pol.outline')}>
                  {lines.map((text, n) => (level(text) > 0 && find === '' ? <a key={n} href={`#plan-${n}`} className={level(text) === 2 ? 'sub' : undefined}>{text.slice(0, 28)}</a> : null))}
                </nav>
                <div className="plan-text">
                  {shown.map(({ text, n }) => <p key={n} id={`plan-${n}`} className={level(text) > 0 ? 'heading' : undefined}><Marked text={text} find={find} /></p>)}
                </div>
              </div>
            )}
          </>
        );
      }}
    </View>
  );
}
