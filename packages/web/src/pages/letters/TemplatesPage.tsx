import { getRouteApi, Link } from '@tanstack/react-router';
import { getTemplates, listTemplates } from '@doudi/core/api/letters';
import { LETTER_KINDS, type LetterKind } from '@doudi/core/letters/model';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { shortDate } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';
import { Fields } from './Fields.tsx';
import { Versions } from './Versions.tsx';

const route = getRouteApi('/templates');

/** The county's own layouts of letters: which are in use, and one kind at a time its versions, fields and upload. */
export function TemplatesPage(): ReactNode {
  const t = useT();
  const { kind } = route.useSearch();
  const chosen = LETTER_KINDS.find((k) => k === kind);
  return (
    <div className="page">
      <h1>{t('nav.templates')}</h1>
      <p className="says">{t('tpl.says')}</p>
      <div className="templates">
        <Kinds chosen={chosen} />
        {chosen ? <Kind key={chosen} kind={chosen} /> : <p className="muted">{t('tpl.choose')}</p>}
      </div>
    </div>
  );
}

function Kinds({ chosen }: { readonly chosen: LetterKind | undefined }): ReactNode {
  const { t, locale } = useLocale();
  const query = useCall(listTemplates);
  return (
    <Section title={t('tpl.kinds')}>
      <View query={query}>{({ items }) => (
        <DataTable caption={t('tpl.kinds')} rows={items} rowKey={(i) => i.kind} empty={null} columns={[
          { key: 'kind', title: t('tpl.kinds'), render: (i) => <Link to="/templates" search={{ kind: i.kind }} {...(i.kind === chosen ? { 'aria-current': 'page' as const } : {})}>{i.title}</Link> },
          { key: 'current', title: t('tpl.current'), render: (i) => <>{i.inForce ? <b>{t('tpl.version', { n: i.inForce.version })}</b> : <span className="muted">{t('tpl.standard')}</span>}{i.inForce?.validFrom ? <small className="muted"> {t('tpl.since', { on: shortDate(i.inForce.validFrom, locale) })}</small> : null}{i.waiting > 0 ? <small className="state-notYet"> {t('tpl.waiting', { n: i.waiting })}</small> : null}</> },
        ]} />
      )}</View>
    </Section>
  );
}

function Kind({ kind }: { readonly kind: LetterKind }): ReactNode {
  const query = useCall(getTemplates, { params: { kind } });
  return (
    <div>
      <View query={query}>{(data) => (
        <>
          <Versions data={data} />
          <Fields fields={data.fields} />
        </>
      )}</View>
    </div>
  );
}
