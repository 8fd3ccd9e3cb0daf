import { useQuery } from '@tanstack/react-query';
import { identifyPerson } from '@doudi/core/api/cases';
import { checkNumber } from '@doudi/core/api/desk';
import type { Output } from '@doudi/core/api/contract';
import { readIdentity } from '@doudi/core/people/id-number';
import { useId, useState, type ReactNode } from 'react';
import { call, problemOf } from '../api/client.ts';
import { useSend } from '../api/hooks.ts';
import { useSession } from '../app/session.tsx';
import { useT } from '../i18n/index.tsx';

export type Identified = Output<typeof identifyPerson>;

/**
 * Identity number and name of one person. As soon as both stand, the person is registered: birth, sex, running cases and
 * kinship with staff come back and `onFound` gets them; the fields are then free for the next person.
 */
export function PersonAdder({ label, onFound, first = false, phone: withPhone = false, jump }: { readonly label: string; /** `follow`: asked for with Enter, so that the cursor may go to what has appeared. */ readonly onFound: (p: Identified, follow: boolean) => void; /** Name under which a key leads here. */ readonly jump?: string; readonly first?: boolean; readonly phone?: boolean }): ReactNode {
  const t = useT();
  const id = useId();
  const { session, may } = useSession();
  const send = useSend(identifyPerson, { read: true });
  const [number, setNumber] = useState('');
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [left, setLeft] = useState(false);
  const read = readIdentity(number, session.today);
  const fault = left && number !== '' && !read.ok ? read.reason : null;
  const whole = read.ok ? read.identity.number : null;
  // The duplicate, the running case and the relative show as soon as the number stands, before any name.
  const look = useQuery({ queryKey: ['number', whole], queryFn: async () => await call(checkNumber, { body: { idNumber: whole ?? '' } }, { key: null }), enabled: whole !== null && may('search'), staleTime: Infinity, gcTime: 0, retry: false });
  const find = (follow = false): void => {
    if (!read.ok || name.trim() === '' || send.isPending) return;
    send.mutate({ body: { idNumber: read.identity.number, name: name.trim(), ...(phone.trim() === '' ? {} : { phone: phone.trim() }) } }, {
      onSuccess: (p) => {
        onFound(p, follow);
        setNumber('');
        setName('');
        setPhone('');
        setLeft(false);
      },
    });
  };
  return (
    <fieldset className="adder" data-jump={jump}>
      <legend>{label}</legend>
      <div className="row">
        <div className={`field${fault ? ' field-error' : ''}`}>
          <label htmlFor={`${id}n`}>{t('intake.idNumber')}</label>
          <input id={`${id}n`} className="input number" autoComplete="off" maxLength={24} autoFocus={first} value={number} aria-invalid={fault !== null || undefined} aria-describedby={`${id}f`} onChange={(e) => setNumber(e.target.value.normalize('NFKC'))} onBlur={() => { setLeft(true); find(); }} />
          <span id={`${id}f`} className={fault ? 'error' : 'hint'}>
            {fault ?? (read.ok ? t('intake.born', { date: read.identity.birth, sex: t(`sex.${read.identity.sex}`) }) : '')}
          </span>
        </div>
        {withPhone ? (
          <div className="field">
            <label htmlFor={`${id}p`}>{t('intake.phone')}</label>
            <input id={`${id}p`} className="input" inputMode="tel" autoComplete="off" maxLength={20} value={phone} onChange={(e) => setPhone(e.target.value)} />
          </div>
        ) : null}
        <div className="field">
          <label htmlFor={`${id}m`}>{t('intake.name')}</label>
          <input id={`${id}m`} className="input" autoComplete="off" maxLength={50} value={name} onChange={(e) => setName(e.target.value)} onBlur={() => find()} onKeyDown={(e) => {
            if (e.key !== 'Enter' || e.ctrlKey || e.metaKey || e.nativeEvent.isComposing || !read.ok || name.trim() === '') return;
            e.preventDefault();
            find(true);
          }} />
          {send.isPending ? <span className="hint" role="status">{t('intake.checking')}</span> : null}
        </div>
      </div>
      {look.data && whole !== null ? (
        <div className="look" role="status">
          <span className="hint">{look.data.known ? t('intake.lookup', { name: look.data.known }) : t('intake.fresh.number')}</span>
          <Hits person={{ running: look.data.running, relative: look.data.relative, standing: look.data.standing, known: look.data.known !== null }} />
        </div>
      ) : null}
      {send.isError ? <p className="error" role="alert">{problemOf(send.error).title}：{problemOf(send.error).rule}</p> : null}
    </fieldset>
  );
}

/** What registering a person brought to light: running cases, kinship with staff, an earlier registration. */
export function Hits({ person }: { readonly person: Pick<Identified, 'running' | 'relative' | 'known' | 'standing'> }): ReactNode {
  const t = useT();
  return (
    <>
      {person.running.map((r) => (
        <p key={`${r.programme}${r.unit}${r.number ?? ''}`} className="hit hit-red" role="alert">■ {t('intake.running', { programme: r.programme, unit: r.unit, status: r.status })}{r.number ? ` ${r.number}` : ''}</p>
      ))}
      {person.relative ? <p className="hit hit-yellow" role="alert">▲ {t('intake.relative', { of: person.relative.of, relation: person.relative.relation })}</p> : null}
      {person.standing ? <p className="hit hit-yellow" role="alert">▲ {person.standing.entries.map((e) => t('intake.standing', { label: e.label, from: e.from, to: e.to })).join('；')}。{person.standing.says.join('；')}</p> : null}
    </>
  );
}
