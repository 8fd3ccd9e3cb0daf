import { householdView } from '@doudi/core/api/cases';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { memberOf, type FactsForm } from '../../facts/model.ts';
import { AreaField } from '../../facts/AreaField.tsx';
import { Hits, PersonAdder, type Identified } from '../../facts/PersonAdder.tsx';
import { Members } from '../../facts/Members.tsx';
import { Obligors } from '../../facts/Obligors.tsx';
import { SupportFacts } from '../../facts/Support.tsx';
import { inside, type Draft } from '../../forms/form.ts';
import { Registration } from '../../facts/Registration.tsx';
import { RadioField, SelectField, TextField, CheckField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section } from '../../ui/View.tsx';
import { toNewRow } from './keys.ts';
import { knownIn, type PartProps } from './parts.ts';

const VIA = ['window', 'home', 'village', 'telephone', 'online'] as const;

/** Who came, for whom, for what. */
export function WhoPart({ values, bind, setup, register }: PartProps): ReactNode {
  const t = useT();
  const agent = inside(bind('agent'));
  const person = values.people?.find((p) => p.id === values.agent?.person);
  return (
    <Section title={t('intake.who')}>
      <div className="row">
        <RadioField label={t('intake.programme')} bind={bind('programme')} options={setup.programmes.map((p) => ({ value: p.id, label: p.name }))} first />
        <SelectField label={t('intake.via')} bind={bind('via')} options={VIA.map((value) => ({ value, label: t(`via.${value}`) }))} />
      </div>
      <RadioField label={t('intake.came')} bind={{ ...bind('byAgent'), value: values.byAgent ? 'agent' : 'self', set: (v) => bind('byAgent').set(v === 'agent'), update: () => undefined }} options={[{ value: 'self', label: t('intake.self') }, { value: 'agent', label: t('intake.agent') }]} />
      {values.byAgent ? (
        <>
          <div className="row">
            <RadioField label={t('intake.agentKind')} bind={agent('kind')} options={[{ value: 'village', label: t('intake.agentVillage') }, { value: 'other', label: t('intake.agentOther') }, ...(setup.programmes.find((p) => p.id === values.programme)?.support ? [{ value: 'help' as const, label: t('intake.agentHelp') }] : [])]} />
            <TextField label={t('intake.agentReason')} bind={agent('reason')} maxLength={200} />
          </div>
          {values.agent?.kind === 'other' ? person ? <p>{t('intake.agentIs')} <b>{person.name}</b> <span className="number">{person.idNumber}</span> <button type="button" className="link" onClick={() => agent('person').set(undefined)}>{t('remove')}</button></p> : <PersonAdder label={t('intake.agentPerson')} onFound={(p) => { register(p); agent('person').set(p.id); }} /> : null}
        </>
      ) : null}
    </Section>
  );
}

/** Facts of an earlier case of the same household, offered for confirmation instead of being typed again. */
function Earlier({ person, onTake }: { readonly person: Identified; readonly onTake: (facts: Draft<FactsForm>, people: Identified[]) => void }): ReactNode {
  const t = useT();
  const query = useCall(householdView, { params: { person: person.id } }, { enabled: person.known });
  const facts = query.data?.facts;
  const last = query.data?.cases[0];
  if (!facts || !last || facts.applicant !== person.id) return null;
  return (
    <p className="notice">
      {t('intake.earlier', { number: last.number })} <DateText date={last.applicationDate} short />{' '}
      <button type="button" className="link" onClick={() => onTake(structuredClone(facts), query.data?.persons.filter((p) => p.id !== person.id).map((p) => ({ ...p, sex: p.sex === 'male' ? 'male' : 'female', known: true, running: [], relative: null, standing: null })) ?? [])}>{t('intake.takeEarlier')}</button>
    </p>
  );
}

/** The applicant: number and name first, everything the county knows comes back at once. */
export function ApplicantPart({ values, bind, facts, setup, setApplicant, register }: PartProps & { readonly setApplicant: (p: Identified) => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const person = values.people?.find((p) => p.id === values.facts?.applicant);
  const inVillage = session.unit.kind === 'village' || session.unit.kind === 'community';
  const villages = setup.units.flatMap((u) => u.villages.map((v) => ({ ...v, label: setup.units.length > 1 ? `${u.name} · ${v.name}` : v.name })));
  const village = bind('village');
  return (
    <Section title={t('intake.applicant')}>
      {person ? (
        <>
          <p className="identified">
            <b>{person.name}</b> <span className="number">{person.idNumber}</span> {t(`sex.${person.sex}`)} {t('f.age', { n: person.age })} <span className="muted">{t(person.known ? 'intake.known' : 'intake.new')}</span>{' '}
            <button type="button" className="link" onClick={() => { facts('applicant').set(undefined); facts('members').update((m = []) => m.filter((x) => x.person !== person.id)); }}>{t('intake.change')}</button>
          </p>
          <Hits person={person} />
          <Earlier person={person} onTake={(f, people) => { for (const p of people) register(p); bind('facts').set(f); }} />
          <div className="row">
            {inVillage || villages.length === 0 ? null : (
              <SelectField label={t('intake.village')} bind={{ ...village, set: (v) => {
                village.set(v);
              } }} options={villages.map((v) => ({ value: v.key, label: v.label }))} />
            )}
            <TextField label={t('facts.address')} bind={facts('address')} maxLength={200} />
            <AreaField bind={facts('area')} place={inVillage ? villages[0] : villages.find((x) => x.key === values.village)} />
          </div>
          <Registration bind={facts('registration')} />
        </>
      ) : (
        <>
          <PersonAdder label={t('intake.applicantCard')} onFound={setApplicant} phone />
          {facts('applicant').error ? <p className="error">{facts('applicant').error}</p> : null}
        </>
      )}
    </Section>
  );
}

/** Who lives together, and who lives elsewhere and owes maintenance. */
export function HouseholdPart({ values, facts, register, setup }: PartProps): ReactNode {
  const t = useT();
  const known = knownIn(values);
  const members = values.facts?.members ?? [];
  const others = (ids: readonly (string | undefined)[]): Identified[] => (values.people ?? []).filter((p) => ids.includes(p.id) && p.id !== values.facts?.applicant && (p.running.length > 0 || p.relative));
  const hits = others([...members.map((m) => m.person), ...(values.facts?.obligors ?? []).map((o) => o.person)]);
  // Who applies alone lives with others: their income and property decide too, so they are registered all the same.
  const single = members.length > 1 || values.facts?.single === true;
  const household = setup.programmes.find((p) => p.id === values.programme)?.applicant !== 'person';
  return (
    <Section title={t('intake.household')}>
      <h3>{t('facts.members')}</h3>
      <Members bind={facts('members')} known={known} />
      <PersonAdder label={t('intake.addMember')} jump="member" onFound={(p, follow) => { if (follow) toNewRow('facts.members'); register(p); facts('members').update((m = []) => (m.some((x) => x.person === p.id) ? m : [...m, memberOf(p, undefined)])); }} />
      {household && single ? <CheckField label={t('facts.single')} bind={facts('single')} hint={t('facts.singleHint')} /> : null}
      <h3>{t('facts.obligors')}</h3>
      <p className="muted">{t('intake.obligorsWhy')}</p>
      <Obligors bind={facts('obligors')} members={members} known={known} />
      <PersonAdder label={t('intake.addObligor')} jump="obligor" onFound={(p, follow) => { if (follow) toNewRow('facts.obligors'); register(p); facts('obligors').update((o = []) => (o.some((x) => x.person === p.id) ? o : [...o, { person: p.id, supports: values.facts?.applicant, supportedCount: 1, sharers: 1 }])); }} />
      {setup.programmes.find((p) => p.id === values.programme)?.support ? <SupportFacts facts={facts} known={known} /> : null}
      {hits.map((p) => <div key={p.id}><b>{p.name}</b><Hits person={p} /></div>)}
    </Section>
  );
}
