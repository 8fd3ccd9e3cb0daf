import { importPopulation, listPopulation } from '@doudi/core/api/behaviour';
import type { Output } from '@doudi/core/api/contract';
import { Button, Drawer } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { CsvField } from '../../forms/CsvField.tsx';
import { TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';

/** 村（居）人口: on how many people "so many of a thousand" is counted, and where a village has none yet. */
export function PopulationTab(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [importing, setImporting] = useState(false);
  const query = useCall(listPopulation, {}, { keep: true });
  return (
    <>
      <p className="muted">{t('pop.says')}</p>
      {may('behaviour.answer') ? <div className="row-line screen-only"><Button onClick={() => setImporting(true)}>{t('pop.import')}</Button></div> : null}
      <View query={query}>
        {(page) => (
          <>
            <p>{t('pop.known', { known: page.known, all: page.items.length })}</p>
            <DataTable caption={t('pop.title')} rows={page.items} rowKey={(v) => v.village} empty={<p>{t('pop.none')}</p>} columns={[
              { key: 'town', title: t('pop.town'), render: (v) => v.town },
              { key: 'village', title: t('pop.village'), render: (v) => v.villageName },
              { key: 'year', title: t('pop.year'), align: 'right', render: (v) => v.year ?? <span className="muted">{t('pop.missing')}</span> },
              { key: 'households', title: t('pop.households'), align: 'right', render: (v) => v.households ?? '—' },
              { key: 'persons', title: t('pop.persons'), align: 'right', render: (v) => v.persons ?? '—' },
              { key: 'roll', title: t('pop.roll'), align: 'right', render: (v) => t('pop.rollOf', { households: v.rollHouseholds, persons: v.rollPersons }) },
              { key: 'rate', title: t('pop.rate'), align: 'right', render: (v) => v.rate?.toFixed(1) ?? '—' },
              { key: 'source', title: t('pop.source'), render: (v) => (v.source === null ? '—' : <>{v.madeUp ? <span className="tag">{t('pop.madeUp')}</span> : null} {v.source} <span className="muted">{v.by}{v.on ? <> <DateText date={v.on} short /></> : null}</span></>) },
            ]} />
          </>
        )}
      </View>
      {importing ? <Import onClose={() => setImporting(false)} /> : null}
    </>
  );
}

/** A file of populations; which of its lines were left out, and why. */
function Import({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [done, setDone] = useState<Output<typeof importPopulation> | null>(null);
  if (done)
    return (
      <Drawer open mask={false} placement="right" size={520} onClose={onClose} title={t('pop.import')} footer={<Button type="primary" onClick={onClose}>{t('close')}</Button>}>
        <p className="outcome" role="status">✓ {t('pop.imported', { n: done.rows })}</p>
        {done.faults.length > 0 ? (
          <>
            <p className="bad">▲ {t('warn.faults', { n: done.faults.length })}</p>
            <DataTable caption={t('warn.faults', { n: done.faults.length })} rows={done.faults} rowKey={(f) => String(f.line)} empty={null} columns={[{ key: 'line', title: t('warn.line', { n: '' }), width: '6rem', render: (f) => t('warn.line', { n: f.line }) }, { key: 'text', title: t('warn.reason'), render: (f) => f.text }]} />
          </>
        ) : null}
      </Drawer>
    );
  return (
    <FormDrawer<typeof importPopulation, { csv: string; source: string }> title={t('pop.import')} says={t('pop.importSays')} submit={t('pop.import')} contract={importPopulation} draft="population"
      fields={(form) => (
        <>
          <CsvField bind={form.bind('csv')} />
          <TextField label={t('pop.source')} bind={form.bind('source')} maxLength={200} />
        </>
      )} onClose={onClose} onDone={setDone} />
  );
}
