import type { BodyView, meetingSetup } from '@doudi/core/api/meetings';
import type { Output } from '@doudi/core/api/contract';
import { ATTENDANCE } from '@doudi/core/case/meetings/payloads';
import { useId, type ReactNode } from 'react';
import type { FormState } from '../../../forms/form.ts';
import { useT } from '../../../i18n/index.tsx';
import type { Input } from './spec.ts';

type Form = FormState<Input<'holdMeeting'>>;
type Members = Output<typeof meetingSetup>['bodies'][number]['members'];

/** Every member of a standing body: present, absent, or recused with the reason. Relatives are recused and cannot be put at the table. */
export function Seats({ form, body, members }: { readonly form: Form; readonly body: BodyView; readonly members: Members }): ReactNode {
  const t = useT();
  const group = useId();
  const rows = form.values.members ?? [];
  const bind = form.bind('members');
  const change = (member: string, more: Partial<(typeof rows)[number]>): void => bind.update((v = []) => v.map((m) => (m.member === member ? { ...m, ...more } : m)));
  if (members.length === 0) return <p className="notice">{t('meet.noMembers')}</p>;
  return (
    <fieldset className={`field${bind.error ? ' field-error' : ''}`} data-path="members">
      <legend>{t('f.attendance')}</legend>
      <div className="table-scroll">
        <table className="table seats">
          <thead><tr><th scope="col">{t('f.member')}</th><th scope="col">{t('f.memberKind')}</th>{ATTENDANCE.map((a) => <th key={a} scope="col">{t(`meet.state.${a}`)}</th>)}<th scope="col">{t('f.recusedWhy')}</th></tr></thead>
          <tbody>
            {members.map((m) => {
              const row = rows.find((r) => r.member === m.id);
              return (
                <tr key={m.id} data-member={m.name}>
                  <td data-label={t('f.member')}><b>{m.name}</b>{m.related ? <small className="bad"> {t('meet.related')}</small> : null}</td>
                  <td data-label={t('f.memberKind')}>{body.members.find((k) => k.id === m.kind)?.label ?? m.kind}</td>
                  {ATTENDANCE.map((a) => (
                    <td key={a} data-label={t(`meet.state.${a}`)}><input type="radio" name={`${group}${m.id}`} aria-label={`${m.name} ${t(`meet.state.${a}`)}`} checked={row?.state === a} onChange={() => change(m.id, { state: a })} /></td>
                  ))}
                  <td data-label={t('f.recusedWhy')}>{row?.state === 'recused' ? <input className="input" type="text" maxLength={200} aria-label={`${m.name} ${t('f.recusedWhy')}`} value={row.reason ?? ''} onChange={(e) => change(m.id, { reason: e.target.value })} /> : null}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {members.some((m) => m.related) ? <span className="hint">{t('meet.someoneRelated')}</span> : null}
      {bind.error ? <span className="error">{bind.error}</span> : null}
    </fieldset>
  );
}

/** People counted by kind: how many were called, came, kept away. */
export function Counts({ form, body }: { readonly form: Form; readonly body: BodyView }): ReactNode {
  const t = useT();
  const rows = form.values.counts ?? [];
  const bind = form.bind('counts');
  const columns = [['expected', t('f.called')], ['present', t('f.came')], ['recused', t('f.recusedCount')]] as const;
  return (
    <fieldset className={`field${bind.error ? ' field-error' : ''}`} data-path="counts">
      <legend>{t('f.counts')}</legend>
      <div className="table-scroll">
        <table className="table seats">
          <thead><tr><th scope="col">{t('f.memberKind')}</th>{columns.map(([k, label]) => <th key={k} scope="col">{label}</th>)}</tr></thead>
          <tbody>
            {body.members.map((k) => {
              const row = rows.find((r) => r.kind === k.id);
              return (
                <tr key={k.id} data-kind={k.id}>
                  <td data-label={t('f.memberKind')}>{k.label}{k.votes ? null : <small className="muted">（{t('meet.noVote')}）</small>}</td>
                  {columns.map(([c, label]) => (
                    <td key={c} data-label={label}><input className="input input-number" type="text" inputMode="numeric" aria-label={`${k.label} ${label}`} value={row?.[c] ?? 0} onFocus={(e) => e.target.select()} onChange={(e) => {
                      const n = Number(e.target.value.normalize('NFKC').replaceAll(/\D/g, '').slice(0, 3));
                      bind.update((v = []) => v.map((r) => (r.kind === k.id ? { ...r, [c]: n } : r)));
                    }} /></td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {bind.error ? <span className="error">{bind.error}</span> : null}
    </fieldset>
  );
}
