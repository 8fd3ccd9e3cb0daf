import { Popover } from 'antd';
import type { ReactNode } from 'react';
import { useT } from '../i18n/index.tsx';
import { shortCitation } from '../lib/citation.ts';

export interface Provenance {
  readonly clause?: string | undefined;
  readonly quote?: string | undefined;
  readonly assumption?: string | undefined;
  readonly label?: string | undefined;
}

/** `《方案》四(二)1(3)`; a click opens the full title and the quoted words. */
export function ClauseChip({ source }: { readonly source: Provenance }): ReactNode {
  const t = useT();
  const name = source.label ?? (source.clause ? shortCitation(source.clause) : undefined);
  if (!name) return null;
  const body = (
    <div className="quote">
      <p className="quote-clause">{source.clause ?? name}</p>
      <blockquote>{source.quote ?? t('chip.noQuote')}</blockquote>
    </div>
  );
  return (
    <Popover content={body} trigger="click" placement="bottom">
      <button type="button" className="chip chip-clause" title={t('chip.openQuote')}>
        {name}
      </button>
    </Popover>
  );
}

/** 待本地确认: the value rests on no local rule yet. The reason opens on a click. */
export function AssumptionChip({ reason }: { readonly reason: string }): ReactNode {
  const t = useT();
  return (
    <Popover content={<div className="quote">{reason}</div>} trigger="click" placement="bottom">
      <button type="button" className="chip chip-assumption" title={reason}>
        {t('chip.assumption')}
      </button>
    </Popover>
  );
}

/** 暂定: the date may move when the holidays of its year are published. */
export function ProvisionalChip(): ReactNode {
  const t = useT();
  return (
    <span className="chip chip-provisional" title={t('chip.provisionalWhy')}>
      {t('chip.provisional')}
    </span>
  );
}

/** Clause and assumption mark of one value, side by side. */
export function SourceChips({ source }: { readonly source: Provenance }): ReactNode {
  return (
    <span className="chips">
      <ClauseChip source={source} />
      {source.assumption ? <AssumptionChip reason={source.assumption} /> : null}
    </span>
  );
}
