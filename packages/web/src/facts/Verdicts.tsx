import type { JudgementView } from '@doudi/core/api/judgement';
import type { ReactNode } from 'react';
import { useT } from '../i18n/index.tsx';
import { SourceChips } from '../ui/Chips.tsx';
import { useFillNames } from '../ui/RefusalPanel.tsx';
import { Money } from '../ui/Text.tsx';

type Verdict = JudgementView['verdicts'][number];

const SIGN = { eligible: '✓', ineligible: '×', unknown: '?' } as const;

/** Every programme on one line: fits or not, the sum or the reason, the working behind a fold, what can be done. */
export function Verdicts({ verdicts, act, without }: {
  readonly verdicts: readonly Verdict[];
  readonly act?: (v: Verdict) => ReactNode;
  /** Programme whose working stands elsewhere on the page. */
  readonly without?: string;
}): ReactNode {
  const t = useT();
  const fill = useFillNames();
  const acts = new Map(verdicts.map((v) => [v.programme, act?.(v) ?? null]));
  const acting = [...acts.values()].some((a) => a !== null);
  const sum = (v: Verdict): ReactNode => {
    if (v.payment === 'none') return <>{t('judge.status')}{v.months ? `，${t('judge.months', { n: v.months })}` : ''}</>;
    return <>{t(v.payment === 'once' ? 'judge.once' : 'case.perMonth')} <Money fen={v.monthlyFen} /></>;
  };
  return (
    <div className="table-scroll">
      <table className="table verdicts">
        <thead><tr><th scope="col">{t('judge.programme')}</th><th scope="col">{t('judge.outcome')}</th><th scope="col">{t('judge.why')}</th>{acting ? <th scope="col" className="screen-only">{t('judge.act')}</th> : null}</tr></thead>
        <tbody>
          {verdicts.map((v) => (
            <tr key={v.programme} className={`verdict-${v.outcome}`}>
              <td>
                <b>{v.name}</b>{v.applied || v.better || v.also ? <br /> : null}
                {v.applied ? <span className="muted">{t('judge.applied')}</span> : null}
                {v.better ? <span className="verdict-better">★ {t('judge.better')}</span> : null}
                {v.also ? <span className="muted">{t('judge.also')}</span> : null}
              </td>
              <td className={`nobreak ${v.outcome === 'eligible' ? 'yes' : v.outcome === 'ineligible' ? 'no' : 'muted'}`}>{SIGN[v.outcome]} {t(`judge.${v.outcome}`)}</td>
              <td>
                {v.outcome === 'eligible' ? sum(v) : v.outcome === 'unknown' ? v.missing : v.grounds.join('；')}
                {v.hints.map((h) => <p key={h} className="notice">{fill(h)}</p>)}
                {v.lines.length > 0 && v.programme !== without ? (
                  <details className="screen-only">
                    <summary>{t('judge.working')}</summary>
                    <ul>{v.lines.filter((l) => l.effect !== 'excluded' || l.formula).map((l) => <li key={l.id} className={`effect-${l.effect}`}>{fill(l.text)}{l.formula ? <span className="formula">{l.formula}</span> : null} <SourceChips source={l.source} /></li>)}</ul>
                  </details>
                ) : null}
              </td>
              {acting ? <td className="screen-only">{acts.get(v.programme)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
