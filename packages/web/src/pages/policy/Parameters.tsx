import { listParameters, type ParameterView } from '@doudi/core/api/policy';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale, useT, type Locale, type Translate } from '../../i18n/index.tsx';
import { shortDate } from '../../lib/dates.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { View } from '../../ui/View.tsx';
import { Conflicts } from './Conflicts.tsx';

const LONG = 3;

/** The value: one line, or for a table its lines, folded when there are many. */
function Value({ p }: { readonly p: ParameterView }): ReactNode {
  const t = useT();
  const { lines, text } = p.rendered;
  if (lines.length < 2) return <span className="value">{lines[0] ?? text}</span>;
  const list = <ul className="value-lines">{lines.map((l) => <li key={l}>{l}</li>)}</ul>;
  return lines.length <= LONG ? list : <details><summary>{lines[0]} <span className="link">{t('pol.lines', { n: lines.length })}</span></summary>{list}</details>;
}

const columns = (t: Translate, locale: Locale, programme: (id: string) => string, reasons: boolean): Column<ParameterView>[] => [
  { key: 'name', title: t('pol.name'), width: '22%', render: (p) => <span>{p.label} {p.programme ? <span className="tag">{programme(p.programme)}</span> : null} {p.area ? <span className="tag">{t(`pol.${p.area}`)}</span> : null}<br /><small className="muted number">{p.key}</small></span> },
  { key: 'value', title: t('pol.value'), width: '30%', render: (p) => <span><Value p={p} />{p.conflict ? <> <a className="bad" href="#conflicts">▲ {t('pol.conflicted')}</a></> : null}</span> },
  { key: 'period', title: t('pol.period'), width: '12rem', render: (p) => `${shortDate(p.from, locale)} – ${p.to ? shortDate(p.to, locale) : t('pol.open')}` },
  { key: 'layer', title: t('pol.layer'), width: '5rem', render: (p) => p.layerText },
  { key: 'source', title: t('pol.source'), render: (p) => <span><SourceChips source={p.source} />{reasons && p.source.assumption ? <p className="tight detail">{p.source.assumption}</p> : null}</span> },
];

/** Every parameter in force, conflicts first; a value without a document behind it stands out wherever it is listed. */
export function Parameters({ on, programme }: { readonly on: string; readonly programme: string | undefined }): ReactNode {
  const { t, locale } = useLocale();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const [layer, setLayer] = useState<'national' | 'local' | undefined>(undefined);
  const [assumed, setAssumed] = useState(false);
  const query = useCall(listParameters, { query: { on, programme } }, { keep: true });
  return (
    <View query={query}>
      {({ items, programmes }) => {
        const name = (id: string): string => programmes.find((p) => p.id === id)?.name ?? id;
        const waiting = items.filter((p) => p.source.assumption !== undefined);
        const has = (p: ParameterView): boolean => q === '' || [p.label, p.key, p.rendered.text, p.source.clause, p.source.quote, p.source.assumption, ...p.source.req].some((x) => x?.toLowerCase().includes(q.toLowerCase()));
        const shown = items.filter((p) => (!assumed || p.source.assumption !== undefined) && (layer === undefined || p.layer === layer) && has(p));
        return (
          <>
            <Conflicts on={on} />
            {waiting.length > 0 ? (
              <p className="assumed">
                <span className="chip chip-assumption">{t('chip.assumption')}</span>
                <span>{t('pol.assumed', { n: waiting.length })}</span>
                <button type="button" className="link" aria-pressed={assumed} onClick={() => setAssumed(!assumed)}>{t(assumed ? 'pol.showAll' : 'pol.onlyAssumed')}</button>
              </p>
            ) : <p className="good">✓ {t('pol.noAssumed')}</p>}
            <div className="row-line">
              <input className="input" type="search" style={{ width: 260 }} aria-label={t('pol.search')} placeholder={t('pol.search')} value={typed} onChange={(e) => setTyped(e.target.value)} />
              <select className="input" aria-label={t('pol.layer')} value={layer ?? ''} onChange={(e) => setLayer(e.target.value === 'national' || e.target.value === 'local' ? e.target.value : undefined)}>
                <option value="">{t('office.all', { what: t('pol.layer') })}</option>
                <option value="local">{t('pol.local')}</option>
                <option value="national">{t('pol.national')}</option>
              </select>
              <span className="muted" role="status">{t('pol.count', { n: shown.length })}</span>
            </div>
            <div className="parameters">
              <DataTable caption={t('pol.tab.parameters')} columns={columns(t, locale, name, assumed)} rows={shown} rowKey={(p) => `${p.key}|${p.programme ?? ''}|${p.area ?? ''}`} empty={<p>{t('pol.none')}</p>} />
            </div>
          </>
        );
      }}
    </View>
  );
}
