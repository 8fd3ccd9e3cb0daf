import { Button } from 'antd';
import type { ReactNode } from 'react';
import { hasText, useT, type TextKey } from '../../i18n/index.tsx';
import { RefusalBody } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section } from '../../ui/View.tsx';
import { isOperable } from './commands/registry.ts';
import { useCase } from './context.tsx';

/** Acts that are no step of the procedure: always at the end of the list. */
const SIDEWAYS = new Set(['receiveMaterials', 'requireMaterial', 'withdraw', 'abandon', 'returnTo', 'transfer', 'extend', 'tellMissing', 'useSimplified', 'reportNoExplanation']);

/** What comes next, by whom and when; what I may do now; and why the rest is closed. */
export function NextPanel(): ReactNode {
  const t = useT();
  const { view, start } = useCase();
  const label = (command: string, fallback: string): string => (hasText(`cmd.${command}`) ? t(`cmd.${command}` as TextKey) : fallback);
  const commands = view.commands.filter((c) => isOperable(c.command));
  const open = commands.filter((c) => c.allowed);
  const closed = view.commands.filter((c) => !c.allowed && c.refusal);
  const steps = open.filter((c) => !SIDEWAYS.has(c.command));
  const other = open.filter((c) => SIDEWAYS.has(c.command));
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
              <b>{n.label}</b>
              <span>{t('case.by', { who: n.by.join('、') })}</span>
              {n.due ? <span>{t('case.until')} <DateText date={n.due} /></span> : null}
            </li>
          ))}
        </ul>
      )}
      {view.told ? <p className="notice">{t('case.told')} <DateText date={view.told.on} short />：{view.told.missing.join('、')}</p> : null}
      <div className="screen-only">
        {steps.length > 0 ? <ul className="commands">{steps.map((c) => button(c, true))}</ul> : null}
        {other.length > 0 ? <><p className="muted">{t('case.also')}</p><ul className="commands commands-other">{other.map((c) => button(c, false))}</ul></> : null}
        {open.length === 0 ? <p className="muted">{view.commands.length === 0 ? t('case.readOnly') : t('case.notYours')}</p> : null}
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
