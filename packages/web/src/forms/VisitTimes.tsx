import type { VisitTime } from '@doudi/core/case/visit-time';
import type { ReactNode } from 'react';
import { useT } from '../i18n/index.tsx';
import { inside, type Bound, type Draft } from './form.ts';
import { ClockField } from './inputs.tsx';

/** When they came and when they left, to the minute, on the day of the visit. */
export function VisitTimes({ bind }: { readonly bind: Bound<VisitTime> }): ReactNode {
  const t = useT();
  const time = inside(bind);
  return (
    <div className="row">
      <ClockField label={t('f.arrived')} bind={time('arrived')} hint={t('f.visitTimeHint')} />
      <ClockField label={t('f.left')} bind={time('left')} />
    </div>
  );
}

/** Without the times where neither was filled in; with one alone the other is asked for. */
export const tidyVisitTime = <T extends { readonly time?: VisitTime | undefined }>(v: Draft<T>): Draft<T> => (v.time?.arrived || v.time?.left ? v : { ...v, time: undefined });
