import { aidLook } from '@doudi/core/api/aid';
import type { Output } from '@doudi/core/api/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { call } from '../api/client.ts';
import type { Bound } from '../forms/form.ts';
import { TextField } from '../forms/inputs.tsx';
import { useT } from '../i18n/index.tsx';
import { DateText, Money } from '../ui/Text.tsx';

export type Look = Output<typeof aidLook>;

/** What members of the household had of temporary assistance in twelve months and have now. Asked by POST and kept nowhere: names are behind it. */
export function useLook(persons: readonly string[]): Look | undefined {
  const ids = [...new Set(persons)].toSorted();
  const query = useQuery({ queryKey: ['aidLook', ids.join()], queryFn: async () => await call(aidLook, { body: { persons: ids } }, { key: null }), enabled: ids.length > 0, staleTime: 60_000, gcTime: 0, retry: 1 });
  return ids.length > 0 ? query.data : undefined;
}

export const sameCause = (look: Look | undefined, cause: string | undefined): Look['prior'] => (look && cause ? look.prior.filter((p) => p.cause === cause) : []);

/** Everything found, the same cause first; with a reason to be given where the same cause is helped again. */
export function PriorAid({ look, cause, reason }: { readonly look: Look | undefined; readonly cause: string | undefined; readonly reason?: Bound<string> }): ReactNode {
  const t = useT();
  if (!look) return null;
  const same = sameCause(look, cause);
  const others = look.prior.filter((p) => !same.includes(p));
  return (
    <>
      {same.length > 0 ? (
        <div className="same" role="alert">
          <b className="bad">■ {t('aid.sameFound')}</b>
          <ul>{same.map((p) => <li key={p.case}><DateText date={p.on} short /> {p.unit} {p.causeText} <Money fen={p.fen} />（{p.number}）</li>)}</ul>
          {reason ? <TextField label={t('aid.repeatReason')} bind={reason} rows={2} maxLength={500} hint={t('aid.repeatHint')} /> : null}
        </div>
      ) : null}
      {others.map((p) => <p key={p.case} className="hit hit-yellow">▲ {t('aid.priorOne', { unit: p.unit, programme: p.programmeName, cause: p.causeText })} <DateText date={p.on} short /> <Money fen={p.fen} /> {p.number}</p>)}
      {look.known ? <p className="hit hit-yellow">▲ {t('aid.known', { programme: look.known })}</p> : null}
      {look.running.map((r) => <p key={r.case} className="hit hit-yellow">▲ {r.programmeName} {r.statusText} {r.number}</p>)}
    </>
  );
}
