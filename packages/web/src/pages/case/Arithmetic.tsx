import { useState, type ReactNode } from 'react';
import { hasText, useT, type TextKey } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { useFillNames } from '../../ui/RefusalPanel.tsx';
import { Money } from '../../ui/Text.tsx';
import { Empty, Section } from '../../ui/View.tsx';
import { useCase } from './context.tsx';

const SIGN: Readonly<Record<string, string>> = { deducted: '−', added: '+' };

/** The working, line by line: what, how, counted or not, by which clause; and the same as sentences to be read out. */
export function Arithmetic(): ReactNode {
  const t = useT();
  const { view } = useCase();
  const fill = useFillNames();
  const [aloud, setAloud] = useState(false);
  const a = view.assessment;
  if (!a) return <Section title={t(view.aid ? 'aid.arithmetic' : 'case.arithmetic')}><Empty>{t(view.aid ? 'aid.noArithmetic' : 'case.noArithmetic')}</Empty></Section>;
  const word = (key: string): string => (hasText(key) ? t(key as TextKey) : key);
  const groups = [...new Set(a.lines.map((l) => l.group))];
  return (
    <Section title={t(view.aid ? 'aid.arithmetic' : 'case.arithmetic')} aside={<button type="button" className="link screen-only" aria-pressed={aloud} onClick={() => setAloud(!aloud)}>{t(aloud ? 'case.asTable' : 'case.readAloud')}</button>}>
      <p className="result">
        <b className={a.eligible ? 'yes' : 'no'}>{t(a.eligible ? 'case.eligible' : 'case.notEligible')}</b>
        {view.aid && a.perHeadFen === 0 ? null : <span>{t(view.care ? 'care.ownIncome' : 'case.perHead')} <Money fen={a.perHeadFen} /></span>}
        <span>{t('case.standard')} <Money fen={a.standardFen} /></span>
        <span>{t('case.counted', { n: a.persons })}</span>
        {a.tier && !view.care ? <span>{t('case.tier')} {a.tier}</span> : null}
        {view.recognition ? null : <b>{t(view.aid ? 'aid.wholeSum' : 'case.monthly')} <Money fen={a.monthlyFen} /></b>}
      </p>
      {aloud ? (
        <ol className="aloud">{a.readAloud.map((s) => <li key={s}>{fill(s)}</li>)}</ol>
      ) : (
        <div className="table-scroll">
          <table className="table working">
            {groups.map((g) => (
              <tbody key={g}>
                <tr><th colSpan={4} scope="rowgroup">{word(`group.${g}`)}</th></tr>
                {a.lines.filter((l) => l.group === g).map((l) => (
                  <tr key={l.id} className={`effect-${l.effect}`}>
                    <td>{fill(l.text)}{l.formula ? <span className="formula">{l.formula}</span> : null}</td>
                    <td className="right">{l.fen === 0 && (l.effect === 'pass' || l.effect === 'fail' || (l.effect === 'result' && l.group === 'standard')) ? null : <>{SIGN[l.effect] ?? ''}<Money fen={l.fen} bare /></>}</td>
                    <td className="nobreak">{word(`effect.${l.effect}`)}</td>
                    <td><SourceChips source={l.source} /></td>
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
    </Section>
  );
}
