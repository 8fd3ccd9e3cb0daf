import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { getOversightAct } from '@doudi/core/api/oversight';
import type { Output } from '@doudi/core/api/contract';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { MatterFiles } from '../../ui/matter-files.tsx';
import { MatterHeading, MatterTable, MatterTrail, Moment } from '../../ui/matter.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { AmendForm, AttachForm, DemandForm, WithdrawForm } from './forms.tsx';
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
  const [open, setOpen] = useState<'amend' | 'withdraw' | 'attach' | 'demand' | null>(null);
  const navigate = useNavigate();
  const rectification = (id: string): void => void navigate({ to: '/rectifications/$id', params: { id } });
  // An act is changed by the level that recorded it.
  const mine = act.level === 'county' ? may('rectify.conduct') : !may('rectify.conduct') && may('oversight.record');
  const close = (): void => setOpen(null);
  const form = { id: act.head.id, seq: act.head.seq, text: act.text };
  return (
    <>
      {act.head.unit ? <p className="screen-only"><Link to="/oversight/$unit" params={{ unit: act.head.unit }}>← {act.head.unitName}</Link></p> : null}
      <MatterHeading item={act.head}>
        {mine && !act.withdrawn ? <div className="row-line screen-only">{act.head.unit && may('rectify.conduct') ? <Button type="primary" onClick={() => setOpen('demand')}>{t('ov.demand')}</Button> : null}<Button onClick={() => setOpen('attach')}>{t('ov.attach')}</Button><Button onClick={() => setOpen('amend')}>{t('ov.amend')}</Button><Button onClick={() => setOpen('withdraw')}>{t('ov.withdraw')}</Button></div> : null}
      </MatterHeading>
      <Section title={t('ov.text')}>
        <Facts items={[
          [t('ov.on'), <DateText key="on" date={act.on} />], [t('ov.kind'), t(`ov.kind.${act.kind}`)], [t('ov.stage'), t(`ov.stage.${act.stage}`)], [t('ov.method'), t(`ov.method.${act.method}`)],
          [t('ov.peopleField').split('（')[0] ?? '', act.people.join('、')], act.with.length > 0 ? [t('ov.with').split('（')[0] ?? '', act.with.join('、')] : null,
          act.level === 'unit' ? [t('ov.within'), act.head.unitName ?? ''] : null,
          act.duties.length > 0 ? [t('ov.duties'), <span key="duties">{act.duties.map((d) => <span key={d.id}>{may('bureau.read') ? <Link to="/bureau/duties/$id" params={{ id: d.id }}>{d.phrase}</Link> : d.phrase} <span className="muted">{d.clause} {d.id}</span><br /></span>)}</span>] : null,
          act.survey ? [t('bureau.survey'), `${t('ov.asked')} ${act.survey.asked} ${t('ov.persons')}，${t('ov.satisfiedRate')} ${act.survey.satisfiedRate}%，${t('ov.awareRate')} ${act.survey.awareRate}%`] : null,
          act.assignee ? [t('ov.assignee'), `${act.assignee.body} ${act.assignee.person}`] : null,
          act.document ? [t('ov.document'), <span key="document">{act.document.title} {act.document.number} <DateText date={act.document.on} short /></span>] : null,
          act.award ? [t('ov.award'), <span key="award">{act.award.year} <Money fen={act.award.fen} /> {act.award.basis}</span>] : null,
          act.figures.length > 0 ? [t('ov.figures'), <span key="figures">{act.figures.map((f) => <span key={`${f.label}|${f.period}`}>{f.label} <b className="number">{f.value.toLocaleString('zh-CN')}</b> {f.unit} <span className="muted">{f.period} {f.source}</span><br /></span>)}</span>] : null,
          act.files.length > 0 ? [t('ov.files'), <MatterFiles key="files" files={act.files} />] : null,
          act.withdrawn ? [t('ov.withdrawn'), act.withdrawn.reason] : null,
        ]} />
        <p style={{ whiteSpace: 'pre-wrap' }}>{act.text}</p>
        {act.amended.map((a) => <p key={a.at} className="muted">{t('ov.amended')} <Moment at={a.at} />：{a.reason}</p>)}
      </Section>
      {act.rectifications.length > 0 ? <Section title={t('ov.demands')}><MatterTable items={act.rectifications} caption={t('ov.demands')} onOpen={(m) => rectification(m.id)} /></Section> : null}
      <MatterTrail id={act.head.id} />
      {open === 'demand' ? <DemandForm act={form} onClose={close} onDone={rectification} /> : open === 'amend' ? <AmendForm act={form} onClose={close} /> : open === 'withdraw' ? <WithdrawForm act={form} onClose={close} /> : open === 'attach' ? <AttachForm act={form} onClose={close} /> : null}
    </>
  );
}
