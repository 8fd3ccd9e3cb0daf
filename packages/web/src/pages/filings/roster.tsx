import { Link } from '@tanstack/react-router';
import type { listFilingLines } from '@doudi/core/api/filings';
import type { Output } from '@doudi/core/api/contract';
import { formatFen } from '@doudi/core/money/fen';
import type { Translate } from '../../i18n/index.tsx';
import type { Column } from '../../ui/DataTable.tsx';
import { Money } from '../../ui/Text.tsx';

export type RosterLine = Output<typeof listFilingLines>['items'][number];

/** Columns of the roster, of the draft and of the filed one alike. */
export const rosterColumns = (t: Translate): Column<RosterLine>[] => [
  { key: 'no', title: t('fil.no'), width: '4rem', align: 'right', render: (l) => l.number },
  { key: 'payee', title: t('fil.payee'), width: '6rem', render: (l) => l.payee },
  { key: 'case', title: t('fil.caseNumber'), render: (l) => <Link to="/cases/$id" params={{ id: l.case }} className="number">{l.caseNumber}</Link> },
  { key: 'persons', title: t('fil.persons'), align: 'right', width: '5rem', render: (l) => l.persons },
  { key: 'monthly', title: t('fil.monthly'), align: 'right', render: (l) => <Money fen={l.monthlyFen} bare /> },
  { key: 'from', title: t('fil.fromMonth'), width: '6rem', render: (l) => l.fromMonth },
  { key: 'mark', title: t('fil.mark'), width: '6rem', render: (l) => l.markText },
  { key: 'before', title: t('fil.before'), render: (l) => (l.mark === 'changed' || l.mark === 'left' ? t('fil.beforeText', { persons: l.personsBefore, fen: formatFen(l.fenBefore) }) : '') },
  { key: 'note', title: t('fil.note'), render: (l) => <>{l.notFiled ? <span className="muted">{l.notFiled}</span> : null} {l.demands > 0 ? <span className="bad">{t('fil.lineDemands', { n: l.demands })}</span> : null}</> },
];
