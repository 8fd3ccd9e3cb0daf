import type { VisitTime } from '@doudi/core/case/visit-time';
import type { ReactNode } from 'react';
import { useT } from '../i18n/index.tsx';

/** From when to when somebody was there, or that it was not written down. */
export function VisitTimeText({ time }: { readonly time: VisitTime | null }): ReactNode {
  const t = useT();
  return time ? <span className="nobreak">{time.arrived}—{time.left}</span> : <span className="muted">{t('case.visitTimeNone')}</span>;
}
