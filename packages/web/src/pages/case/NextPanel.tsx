import type { CaseView } from '@doudi/core/api/cases';
import { isRecoveryCommand } from '@doudi/core/case/recovery/payloads';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { hasText, useLocale, type TextKey } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { Light } from '../../ui/Light.tsx';
import { RefusalBody } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section } from '../../ui/View.tsx';
import { isOperable } from './commands/registry.ts';
import { postWords } from '../../lib/said.ts';
import { useCase } from './context.tsx';
import { stepWord } from './Head.tsx';

/** Steps that a command brings forward. Others (objections, transfers, papers) are offered below them. */
const SERVES: Readonly<Record<string, readonly string[]>> = {
  accept: ['accept'], signAuthorisation: ['authorise'], requestVerification: ['verify'], forwardVerification: ['verify'], notifyDiscrepancy: ['verify'], explainDiscrepancy: ['verify'],
  recordInvestigation: ['investigate'], holdMeeting: ['appraise', 'consult', 'deliberate', 'jointMeeting', 'leadership', 'meeting'], giveAid: ['relieve'], signReport: ['signReport'], assess: ['assess'], giveOpinion: ['opine'], postNotice: ['notice', 'countyNotice'], closeNotice: ['notice', 'countyNotice'],
  giveCountyReview: ['countyReview'], giveReview: ['review'], agreeReview: ['agree'], decide: ['decide'], deliver: ['deliver'], publish: ['publish'], recordSelfCare: ['selfCare'], recordWish: ['care'], arrangeCare: ['care'],
};

/** Whether a command is the next thing to do: its step is open, or it clears the way for acceptance. */
function isNext(command: string, view: CaseView): boolean {
  const missing = view.archive.some((a) => a.kind === 'application' && !a.present);
  if (command === 'answerSubmission' || command === 'confirmGiven' || command === 'addAidReceipt' || command === 'settleGiven') return true;
  if (command === 'tellMissing') return missing && (view.aid?.given.length ?? 0) === 0;
  if (command === 'receiveMaterials') return (missing && view.told !== null) || (view.aid?.missing.length ?? 0) > 0;
  return (SERVES[command] ?? []).some((step) => view.steps.some((s) => s.step === step && s.state === 'open'));
}

/** What comes next, by whom and when; what I may do now; and why the rest is closed. */
export function NextPanel(): ReactNode {
  const { locale, t } = useLocale();
  const { view, start } = useCase();
  const label = (command: string, fallback: string): string => (hasText(`cmd.${command}`) ? t(`cmd.${command}` as TextKey) : fallback);
  // What was overpaid has its own part of the page, with its own buttons.
  const all = view.commands.filter((c) => !isRecoveryCommand(c.command));
  const commands = all.filter((c) => isOperable(c.command));
  const open = commands.filter((c) => c.allowed);
  const closed = all.filter((c) => !c.allowed && c.refusal);
  const steps = open.filter((c) => isNext(c.command, view));
  const other = open.filter((c) => !isNext(c.command, view));
  const filing = view.commands.some((c) => c.command === 'file' && c.allowed);
  const running = view.notices.find((n) => n.closedOn === null);
  const button = (c: (typeof open)[number], primary: boolean): ReactNode => (
    <li key={c.command}>
      <Button type={primary ? 'primary' : 'default'} block data-command={c.command} onClick={() => start(c.command)}>
        {label(c.command, c.label)}
      </Button>
      {primary && hasText(`says.${c.command}`) ? <small>{t(`says.${c.command}` as TextKey)}</small> : null}
    </li>
  );
  return (
    <Section title={t('case.next')}>
      {view.next.length === 0 ? <p>{t('case.nothingNext')}</p> : (
        <ul className="next">
          {view.next.map((n) => (
            <li key={n.step}>
              <b>{stepWord(n.step, n.label, locale, t)}</b>
              <span>{t('case.by', { who: postWords(n.by, locale, t) })}</span>
              {n.due ? <span>{t('case.until')} <DateText date={n.due} provisional={n.provisional} /></span> : null}
              {n.light ? <Light light={n.light.light} text={n.light.text} /> : null}
              <SourceChips source={n.source} />
            </li>
          ))}
        </ul>
      )}
      {running ? <p className="notice">{t('case.noticeUntil')} <DateText date={running.until} provisional={running.provisional} />{t('case.noticeThen')}</p> : null}
      {filing ? <p className="muted">{t('case.fileElsewhere')} <Link to="/filings">{t('nav.filings')}</Link></p> : null}
      {view.told ? <p className="notice">{t('case.told')} <DateText date={view.told.on} short />：{view.told.missing.join('、')}</p> : null}
      <div className="screen-only">
        {open.some((c) => c.command === 'giveAid') && view.aid?.clock?.relievedAt === null ? <p><Link to="/urgent/$id" params={{ id: view.id }}>{t('urgent.onPhone')}</Link></p> : null}
        {steps.length > 0 ? <ul className="commands">{steps.map((c) => button(c, true))}</ul> : null}
        {other.length > 0 ? <><p className="muted">{t('case.also')}</p><ul className="commands commands-other">{other.map((c) => button(c, false))}</ul></> : null}
        {open.length === 0 && !filing ? <p className="muted">{view.commands.length === 0 ? t('case.readOnly') : t('case.notYours')}</p> : null}
        {closed.length > 0 ? (
          <details className="closed">
            <summary>{t('case.closed', { n: closed.length })}</summary>
            <dl>
              {closed.map((c) => (
                <div key={c.command}>
                  <dt>{label(c.command, c.label)}</dt>
                  <dd>{c.refusal ? <RefusalBody problem={c.refusal} /> : null}</dd>
                </div>
              ))}
            </dl>
          </details>
        ) : null}
      </div>
    </Section>
  );
}
