import { chooseFloor, listConflicts } from '@doudi/core/api/policy';
import { useState, type ReactNode } from 'react';
import type { Output } from '@doudi/core/api/contract';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { DateField, RadioField, TextField } from '../../forms/inputs.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { clockTime, shortDate } from '../../lib/dates.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Section, View } from '../../ui/View.tsx';

type Conflict = Output<typeof listConflicts>['items'][number];
interface Typed { choose: 'plan' | 'floor'; reason: string; from: string }

/** Where the plan undercuts the nation: both texts side by side, what applies, the county's choice and every former one. */
export function Conflicts({ on }: { readonly on: string }): ReactNode {
  const { t } = useLocale();
  const query = useCall(listConflicts, { query: { on } }, { keep: true });
  return (
    <View query={query}>
      {({ items }) => (items.length === 0 ? null : (
        <Section id="conflicts" title={`${t('pol.conflicts')}（${items.length}）`}>
          <p className="says">{t('pol.conflictSays')}</p>
          {items.map((c) => <Clash key={`${c.key}${c.programme ?? ''}${c.area ?? ''}`} conflict={c} />)}
        </Section>
      ))}
    </View>
  );
}

function Clash({ conflict: c }: { readonly conflict: Conflict }): ReactNode {
  const { t, locale } = useLocale();
  const { session } = useSession();
  const why = useWhoMay()('policy.choose');
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<number | null>(null);
  const programme = c.programme ? session.programmes.find((p) => p.id === c.programme)?.name ?? c.programme : null;
  const side = (which: 'plan' | 'floor'): ReactNode => {
    const source = which === 'plan' ? c.planSource : c.floorSource;
    const title = which === 'plan' ? c.planInstrument : c.floorInstrument;
    return (
      <div className={c.chosen === which ? 'side-of side-chosen' : 'side-of'}>
        <small>{t(which === 'plan' ? 'pol.planSays' : 'pol.floorSays')}{c.chosen === which ? <> <span className="tag tag-on">✓ {t('pol.applies')}</span></> : null}</small>
        <b>{which === 'plan' ? c.planText : c.floorText}</b>
        {title ? <span>{title}</span> : null}
        {source.quote ? <blockquote>{source.quote}</blockquote> : null}
        <SourceChips source={source} />
      </div>
    );
  };
  return (
    <div className="clash">
      <div className="row-line">
        <b>▲ {c.label}</b>
        {programme ? <span className="tag">{programme}</span> : null}
        {c.area ? <span className="tag">{t(`pol.${c.area}`)}</span> : null}
        <span className={c.decided ? 'good' : 'bad'}>{t(c.decided ? 'pol.decided' : 'pol.undecided')}</span>
      </div>
      <div className="clash-sides">{side('plan')}{side('floor')}</div>
      <div className="row-line"><ExplainedButton why={why} onClick={() => { setDone(null); setOpen(true); }}>{t('pol.choose')}</ExplainedButton></div>
      {done === null ? null : <p className="outcome" role="status">✓ {t('pol.chosen', { n: done })}</p>}
      {c.history.length === 0 ? <small className="muted">{t('pol.noHistory')}</small> : (
        <ul className="history" aria-label={t('pol.history')}>
          {c.history.map((h) => (
            <li key={h.at + h.from}>{h.inForce ? <span className="tag tag-on">{t('pol.inForce')}</span> : null} {t('pol.historyLine', { from: shortDate(h.from, locale), what: t(`pol.${h.choose}`), reason: h.reason, by: h.by, at: clockTime(h.at) })}</li>
          ))}
        </ul>
      )}
      {open ? (
        <FormDrawer<typeof chooseFloor, Typed> title={`${t('pol.choose')}：${c.label}`} says={t('pol.chooseSays')} submit={t('pol.choose')} contract={chooseFloor} draft={`choose:${c.key}:${c.programme ?? ''}`} initial={() => ({ from: session.today })}
          body={(v) => ({ ...v, key: c.key, ...(c.programme ? { programme: c.programme } : {}), reason: v.reason ?? '' })}
          fields={(form) => (
            <>
              <RadioField label={t('pol.choose')} bind={form.bind('choose')} first options={[{ value: 'plan', label: t('pol.choose.plan', { text: c.planText }), hint: c.planSource.clause }, { value: 'floor', label: t('pol.choose.floor', { text: c.floorText }), hint: c.floorSource.clause }]} />
              <TextField label={t('pol.chooseReason')} bind={form.bind('reason')} rows={4} maxLength={500} />
              <DateField label={t('pol.chooseFrom')} bind={form.bind('from')} />
            </>
          )} onClose={() => setOpen(false)} onDone={(answer) => { setOpen(false); setDone(answer.refreshed); }} />
      ) : null}
    </div>
  );
}
