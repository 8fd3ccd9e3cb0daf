import type { getTemplates } from '@doudi/core/api/letters';
import type { Output } from '@doudi/core/api/contract';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Section } from '../../ui/View.tsx';

type Field = Output<typeof getTemplates>['fields'][number];

/** How a field is written into a template, ready to be copied. */
function written(f: Field): string {
  if (f.list === null) return `{${f.name}}`;
  return f.list === 'lines' ? `{#${f.name}}{.}{/${f.name}}` : `{#${f.name}}${f.list.map((c) => `{${c}}`).join(' ')}{/${f.name}}`;
}

/** What a template of this kind may hold, and what it must. */
export function Fields({ fields }: { readonly fields: readonly Field[] }): ReactNode {
  const t = useT();
  return (
    <Section title={t('tpl.fields')}>
      <DataTable caption={t('tpl.fields')} rows={fields} rowKey={(f) => f.name} empty={null} columns={[
        { key: 'field', title: t('tpl.field'), width: '45%', render: (f) => <><code>{written(f)}</code>{f.required ? <b className="state-notYet"> {t('tpl.required')}</b> : null}</> },
        { key: 'about', title: t('tpl.about'), render: (f) => f.about },
      ]} />
    </Section>
  );
}
