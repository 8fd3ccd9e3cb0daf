import { lineResponsible } from '@doudi/core/api/auditpack';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';

/** 责任人: everyone who acted for a payment, asked for when it is wanted; the decision and its evidence are on the case page. */
export function Responsible({ line }: { readonly line: string }): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  const query = useCall(lineResponsible, { params: { id: line } }, { enabled: open });
  return (
    <Section title={t('pack.responsible')} aside={open ? null : <button type="button" className="link" onClick={() => setOpen(true)}>{t('pack.showResponsible')}</button>}>
      {open ? (
        <View query={query}>
          {(r) => (
            <>
              <p className="muted">{t('recovery.caseEvidence')} <Link to="/cases/$id" params={{ id: r.case }}>{r.caseNumber}</Link> <Link to="/cases/$id/responsible" params={{ id: r.case }}>{t('resp.title')}</Link></p>
              <DataTable caption={t('pack.responsible')} rows={r.items.map((x, i) => ({ ...x, i }))} rowKey={(x) => String(x.i)} empty={null} columns={[
                { key: 'on', title: t('office.date'), render: (x) => <DateText date={x.on} short />, width: '8rem' },
                { key: 'stage', title: t('pack.stage'), render: (x) => t(`pack.stage.${x.stage}`), width: '5rem' },
                { key: 'act', title: t('pack.act'), render: (x) => <b>{x.act}</b>, width: '10rem' },
                { key: 'by', title: t('pack.by'), render: (x) => `${x.by} ${x.postText}`, width: '12rem' },
                { key: 'text', title: t('recovery.why'), render: (x) => x.text },
              ]} />
            </>
          )}
        </View>
      ) : null}
    </Section>
  );
}
