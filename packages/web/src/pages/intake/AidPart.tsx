import type { AidEvent } from '@doudi/core/case/facts';
import type { ReactNode } from 'react';
import { CompensationFields, EmergencyField, EventFields, NeedsFields, type AidSetup } from '../../facts/Event.tsx';
import { PriorAid, useLook } from '../../facts/Prior.tsx';
import { inside, type Bound, type Draft } from '../../forms/form.ts';
import { useT } from '../../i18n/index.tsx';
import { Section } from '../../ui/View.tsx';
import type { PartProps } from './parts.ts';

/** Temporary assistance at the counter: what happened, whether it can wait, what had to be spent, what others pay, and what the household had before. */
export function AidPart({ values, bind, facts, today, aid }: PartProps & { readonly aid: AidSetup }): ReactNode {
  const t = useT();
  const look = useLook([...(values.facts?.applicant ? [values.facts.applicant] : []), ...(values.facts?.members ?? []).flatMap((m) => (m.person ? [m.person] : []))]);
  const programme = aid.programmes.find((p) => p.id === values.programme);
  const event = facts('event') as unknown as Bound<Draft<AidEvent>>;
  const of = inside(event as Bound<AidEvent>);
  return (
    <>
      <Section title={t('intake.situation')}>
        <EventFields bind={event} setup={aid} programme={values.programme} today={today} found={<PriorAid look={look} cause={values.facts?.event?.cause} reason={bind('repeatReason')} />} />
        {programme?.emergency && aid.relief ? <EmergencyField bind={of('emergency')} relief={aid.relief} /> : null}
      </Section>
      {programme?.needs ? <Section title={t('aid.needs')}><NeedsFields bind={facts('needs')} /></Section> : null}
      <Section title={t('aid.compensation')}><CompensationFields bind={facts('compensation')} /></Section>
    </>
  );
}
