import { getRouteApi, Link } from '@tanstack/react-router';
import { getOversightAct } from '@doudi/core/api/oversight';
import type { Output } from '@doudi/core/api/contract';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { MatterFiles } from '../../ui/matter-files.tsx';
import { MatterHeading, MatterTrail, Moment } from '../../ui/matter.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { AmendForm, AttachForm, WithdrawForm } from './forms.tsx';
import '../../styles/office.css';

const route = getRouteApi('/oversight/acts/$id');
type Act = Output<typeof getOversightAct>;

/** One act of oversight, word for word. */
export function ActPage(): ReactNode {
  const { id } = route.useParams();
  const query = useCall(getOversightAct, { params: { id } }, { keep: true });
  return <div className="page"><View query={query}>{(act) => <One act={act} />}</View></div>;
}

function One({ act }: { readonly act: Act }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [open, setOpen] = useState<'amend' | 'withdraw' | 'attach' | null>(null);
  const close = (): void => setOpen(null);
  const form = { id: act.head.id, seq: act.head.seq, text: act.text };
  return (
    <>
      {act.head.unit ? <p className="screen-only"><Link to="/oversight/$unit" params={{ unit: act.head.unit }}>← {act.head.unitName}</Link></p> : null}
      <MatterHeading item={act.head}>
        {may('oversight.record') && !act.withdrawn ? <div className="row-line screen-only"><Button type="primary" onClick={() => setOpen('attach')}>{t('ov.attach')}</Button><Button onClick={() => setOpen('amend')}>{t('ov.amend')}</Button><Button onClick={() => setOpen('withdraw')}>{t('ov.withdraw')}</Button></div> : null}
      </MatterHeading>
      <Section title={t('ov.text')}>
        <Facts items={[
          [t('ov.on'), <DateText key="on" date={act.on} />], [t('ov.kind'), t(`ov.kind.${act.kind}`)], [t('ov.stage'), t(`ov.stage.${act.stage}`)], [t('ov.method'), t(`ov.method.${act.method}`)],
          [t('ov.peopleField').split('（')[0] ?? '', act.people.join('、')], act.with.length > 0 ? [t('ov.with').split('（')[0] ?? '', act.with.join('、')] : null,
          act.files.length > 0 ? [t('ov.files'), <MatterFiles key="files" files={act.files} />] : null,
          act.withdrawn ? [t('ov.withdrawn'), act.withdrawn.reason] : null,
        ]} />
        <p style={{ whiteSpace: 'pre-wrap' }}>{act.text}</p>
        {act.amended.map((a) => <p key={a.at} className="muted">{t('ov.amended')} <Moment at={a.at} />：{a.reason}</p>)}
      </Section>
      <MatterTrail id={act.head.id} />
      {open === 'amend' ? <AmendForm act={form} onClose={close} /> : open === 'withdraw' ? <WithdrawForm act={form} onClose={close} /> : open === 'attach' ? <AttachForm act={form} onClose={close} /> : null}
    </>
  );
}
