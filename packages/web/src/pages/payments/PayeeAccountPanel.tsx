import { listAccounts, registerAccount } from '@doudi/core/api/payments';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { DateField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';

interface Typed {
  person?: string;
  bank: string;
  holder: string;
  number: string;
  from?: string;
}

/** 收款账户 of a case, masked, newest first, with the form to register or change it. `members` = those who may be paid; the first is the applicant. */
export function PayeeAccountPanel({ caseId, members }: { readonly caseId: string; readonly members: readonly { readonly id: string; readonly name: string }[] }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const why = useWhoMay();
  const query = useCall(listAccounts, { params: { id: caseId } }, { enabled: why('payment.read') === undefined });
  const [open, setOpen] = useState(false);
  const [saved, setSaved] = useState(false);
  if (why('payment.read') !== undefined) return null;
  return (
    <Section title={t('acc.title')} aside={<ExplainedButton size="small" why={why('payment.account')} onClick={() => { setSaved(false); setOpen(true); }}>{t(query.data && query.data.items.length > 0 ? 'acc.change' : 'acc.register')}</ExplainedButton>}>
      {saved ? <p className="outcome" role="status">✓ {t('acc.saved')}</p> : null}
      <View query={query}>
        {({ items }) => (
          <DataTable caption={t('acc.title')} rows={items} rowKey={(a) => a.id} empty={<p>{t('acc.none')}</p>} columns={[
            { key: 'payee', title: t('acc.person'), render: (a) => a.payee },
            { key: 'holder', title: t('acc.holder'), render: (a) => <>{a.holder} {a.holderDiffers ? <span className="bad">{t('acc.differs')}</span> : null}</> },
            { key: 'number', title: t('acc.number'), render: (a) => <span className="number">{a.bank} {a.number}</span> },
            { key: 'from', title: t('acc.from'), render: (a) => <DateText date={a.from} short /> },
            { key: 'state', title: t('office.state'), render: (a) => (a.current ? t('acc.current') : <span className="muted">{t('acc.former')}</span>) },
            { key: 'by', title: t('office.by'), render: (a) => a.by },
          ]} />
        )}
      </View>
      {open ? (
        <FormDrawer<typeof registerAccount, Typed> title={t('acc.title')} says={t('acc.says')} submit={t('acc.register')} contract={registerAccount} draft={`account:${caseId}`} params={{ id: caseId }} initial={() => ({ from: session.today })}
          fields={(form) => (
            <>
              {members.length > 1 ? <SelectField label={t('acc.person')} bind={form.bind('person')} optional blank={t('acc.applicant')} options={members.map((m) => ({ value: m.id, label: m.name }))} /> : null}
              <TextField label={t('acc.holder')} bind={form.bind('holder')} maxLength={50} first />
              <TextField label={t('acc.bank')} bind={form.bind('bank')} maxLength={60} />
              <TextField label={t('acc.number')} bind={form.bind('number')} maxLength={40} inputMode="numeric" />
              <DateField label={t('acc.from')} bind={form.bind('from')} optional max={session.today} />
            </>
          )} onClose={() => setOpen(false)} onDone={() => { setOpen(false); setSaved(true); }} />
      ) : null}
    </Section>
  );
}
