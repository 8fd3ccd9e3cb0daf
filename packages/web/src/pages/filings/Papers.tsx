import { receivePapers, reviewPapers, type getFiling } from '@doudi/core/api/filings';
import type { Output } from '@doudi/core/api/contract';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { DateField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { byClause } from '../../lib/source.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Light } from '../../ui/Light.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section } from '../../ui/View.tsx';

type Filing = Output<typeof getFiling>;

/** The papers that follow the electronic data: examined in the unit, received by the county. */
export function Papers({ filing, id, papers }: { readonly filing: Filing; readonly id: string; readonly papers: NonNullable<Filing['papers']> }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const whoMay = useWhoMay();
  const review = useSend(reviewPapers);
  const [receiving, setReceiving] = useState(false);
  return (
    <Section title={t('fil.papers')}>
      <Facts items={[
        [t('fil.papersDue'), <><DateText date={papers.dueOn} /> {papers.light ? <Light light={papers.light.light} text={papers.light.text} /> : papers.late ? <span className="bad">■ {t('fil.late')}</span> : null} <SourceChips source={byClause(papers.dueSource)} /></>],
        [t('fil.electronicOn'), filing.filedOn ? <><DateText date={filing.filedOn} short /></> : null],
        [t('fil.papersReviewed'), papers.reviewedOn ? <><DateText date={papers.reviewedOn} short /> {papers.reviewedBy}</> : null],
        [t('fil.papersOn'), papers.on ? <><DateText date={papers.on} short /> {papers.by}</> : null],
      ]} />
      {review.isError ? <RefusalPanel problem={problemOf(review.error)} /> : null}
      <div className="buttons">
        {papers.reviewedOn ? null : <ExplainedButton type="primary" loading={review.isPending} why={whoMay('filing.make') ?? (filing.filedBy === session.name ? t('fil.papersSame') : undefined)} onClick={() => review.mutate({ params: { id }, body: {} })}>{t('fil.papersReview')}</ExplainedButton>}
        {papers.on ? null : <ExplainedButton why={whoMay('filing.review') ?? (papers.reviewedOn ? undefined : t('fil.papersFirst'))} onClick={() => setReceiving(true)}>{t('fil.papersReceive')}</ExplainedButton>}
      </div>
      {receiving ? (
        <FormDrawer<typeof receivePapers, { on: string }> title={t('fil.papersReceive')} submit={t('fil.papersReceive')} contract={receivePapers} draft={`papers:${id}`} params={{ id }} initial={() => ({ on: session.today })}
          fields={(form) => <DateField label={t('fil.papersOn')} bind={form.bind('on')} max={session.today} first />} onClose={() => setReceiving(false)} onDone={() => setReceiving(false)} />
      ) : null}
    </Section>
  );
}
