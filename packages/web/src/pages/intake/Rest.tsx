import type { ReactNode } from 'react';
import { Categories } from '../../facts/Categories.tsx';
import { Expenses, Incomes, Properties } from '../../facts/Economy.tsx';
import { CheckField, ChecksField, DateField, RadioField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { Section } from '../../ui/View.tsx';
import { asked } from './model.ts';
import { memberOptions, type PartProps } from './parts.ts';

const HARDSHIPS = ['illness', 'disability', 'disaster', 'study', 'labour', 'unemployment', 'aged', 'other'] as const;

/** What happened, in the household's own words. */
export function SituationPart({ facts, setup }: PartProps): ReactNode {
  const t = useT();
  return (
    <Section title={t('intake.situation')}>
      <RadioField label={t('facts.hardship')} bind={facts('hardship')} options={HARDSHIPS.map((value) => ({ value, label: t(`hardship.${value}`) }))} />
      <TextField label={t('facts.statement')} bind={facts('statement')} rows={3} maxLength={2000} />
      <Categories facts={facts} year={setup.asksYear} />
    </Section>
  );
}

/** Income, property, expenses: each row a person, a kind, a sum. */
export function EconomyPart({ values, facts, needs = false, optional = false }: PartProps & { /** What had to be spent is itemised already. */ readonly needs?: boolean; /** Not asked for by the programme: folded away. */ readonly optional?: boolean }): ReactNode {
  const t = useT();
  const people = memberOptions(values);
  const fields = (
    <>
      <h3>{t('case.incomes')}</h3>
      <Incomes bind={facts('incomes')} people={people} />
      <h3>{t('case.properties')}</h3>
      <Properties bind={facts('properties')} people={people} />
      {needs ? null : <><h3>{t('case.expenses')}</h3><Expenses bind={facts('expenses')} people={people} /></>}
    </>
  );
  return <Section title={t('intake.economy')}>{optional ? <details><summary>{t('aid.economyLater')}</summary>{fields}</details> : fields}</Section>;
}

/** The list of papers for this household: what is here is ticked, what is missing is told once after submission. */
export function PapersPart({ values, bind, setup }: PartProps): ReactNode {
  const t = useT();
  const programme = setup.programmes.find((p) => p.id === values.programme);
  if (!programme) return <Section title={t('intake.papers')}><p className="muted">{t('intake.programmeFirst')}</p></Section>;
  const papers = programme.documents.filter((d) => asked(d.when, values));
  const have = values.materials ?? [];
  const missing = papers.filter((d) => !have.includes(d.id));
  return (
    <Section title={t('intake.papers')} aside={t('case.archiveCount', { n: papers.length - missing.length, of: papers.length })}>
      <ChecksField label={t('intake.papersHere')} bind={bind('materials')} options={papers.map((d) => ({ value: d.id, label: d.name }))} all />
      {missing.length > 0 ? <p className="muted">{t('intake.papersMissing', { n: missing.length })}</p> : <p className="muted">{t('intake.papersAll')}</p>}
      <details>
        <summary>{t('intake.papersWhy')}</summary>
        <ul>{papers.map((d) => <li key={d.id}>{d.name} <SourceChips source={d.source} /></li>)}</ul>
      </details>
    </Section>
  );
}

/** The applicant's declaration, signed on paper. */
export function DeclarationPart({ bind, today, later = false }: PartProps & { /** The signature may come after. */ readonly later?: boolean }): ReactNode {
  const t = useT();
  return (
    <Section title={t('intake.declaration')}>
      {later ? <p className="notice">{t('aid.signLater')}</p> : null}
      <CheckField label={t('intake.declare')} bind={bind('declared')} />
      <DateField label={t('intake.declaredOn')} bind={bind('declaredOn')} max={today} />
      <p className="muted">{t('intake.after')}</p>
    </Section>
  );
}
