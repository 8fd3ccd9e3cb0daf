import { getRouteApi, Link } from '@tanstack/react-router';
import { drawAudit, drawBundle, getDraw } from '@doudi/core/api/draws';
import type { Output } from '@doudi/core/api/contract';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { call } from '../../api/client.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { MatterFiles } from '../../ui/matter-files.tsx';
import { MatterHeading, MatterTrail } from '../../ui/matter.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { AssignForm, CancelForm, RevealForm, when } from './forms.tsx';
import { Members, Strata, useSourceWords } from './parts.tsx';
import '../../styles/office.css';
import '../../styles/oversight.css';

type Draw = Output<typeof getDraw>;
type Open = 'reveal' | 'assign' | 'cancel' | null;
const route = getRouteApi('/draws/$id');
const publicAddress = (county: string): string => `${window.location.origin}/public/${county}/draws`;

/** One draw from the seal to the pairs. */
export function DrawPage(): ReactNode {
  const { id } = route.useParams();
  const query = useCall(getDraw, { params: { id } }, { keep: true });
  return <div className="page"><View query={query}>{(draw) => <One draw={draw} />}</View></div>;
}

function One({ draw }: { readonly draw: Draw }): ReactNode {
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <MatterHeading item={draw.head}><Actions draw={draw} onOpen={setOpen} /></MatterHeading>
      <Seal draw={draw} />
      <Strata draw={draw} />
      <Members draw={draw} />
      <Verify draw={draw} />
      <MatterTrail id={draw.head.id} />
      {open === 'reveal' ? <RevealForm draw={draw} onClose={close} /> : open === 'assign' ? <AssignForm draw={draw} onClose={close} /> : open === 'cancel' ? <CancelForm draw={draw} onClose={close} /> : null}
    </>
  );
}

/** What may be done now; what may not says why. */
function Actions({ draw, onOpen }: { readonly draw: Draw; readonly onOpen: (o: Open) => void }): ReactNode {
  const { t, locale } = useLocale();
  const { session } = useSession();
  const why = useWhoMay();
  const { status } = draw.head;
  const old = draw.sealed === null ? t('draw.oldFormat') : undefined;
  const early = draw.seed.after.slice(0, 10) > session.today ? t('draw.revealEarly', { at: when(draw.seed.after, locale) }) : undefined;
  return (
    <div className="row-line screen-only">
      {status === 'frozen' ? <ExplainedButton type="primary" why={why('draw.conduct') ?? old ?? early} onClick={() => onOpen('reveal')}>{t('draw.reveal')}</ExplainedButton> : null}
      {status === 'drawn' ? <ExplainedButton type="primary" why={why('draw.conduct')} onClick={() => onOpen('assign')}>{t('draw.assign')}</ExplainedButton> : null}
      {status === 'frozen' || status === 'drawn' ? <ExplainedButton why={why('draw.freeze')} onClick={() => onOpen('cancel')}>{t('draw.cancel')}</ExplainedButton> : null}
      {status === 'assigned' ? <Link to="/draws/$id/results" params={{ id: draw.head.id }}>{t('draw.results')}</Link> : null}
      <Link to="/draws/$id/print" params={{ id: draw.head.id }}>{t('draw.print')}</Link>
    </div>
  );
}

function Seal({ draw }: { readonly draw: Draw }): ReactNode {
  const { t, locale } = useLocale();
  const { session } = useSession();
  const [copied, setCopied] = useState(false);
  const words = useSourceWords();
  const address = publicAddress(session.county.key);
  return (
    <Section title={t('draw.commitment')} aside={<Button onClick={() => void navigator.clipboard.writeText(draw.commitment).then(() => setCopied(true))}>{t(copied ? 'draw.copied' : 'draw.copy')}</Button>}>
      <code className="seal">{draw.commitment}</code>
      <p className={draw.holds ? 'good' : 'bad'} role="status">{t(draw.holds ? 'draw.holds' : 'draw.broken')}</p>
      <Facts items={[
        [t('draw.public'), <a key="a" href={address} target="_blank" rel="noreferrer">{address}</a>],
        [t('draw.days'), <span key="p"><DateText date={draw.from} short /> — <DateText date={draw.to} short /></span>],
        [t('draw.size'), t('draw.frozen', { at: when(draw.frozenAt, locale), n: draw.size })],
        [t('draw.percent'), draw.must.length > 0 ? t('draw.ratioMust', { n: draw.percent, classes: draw.must.map((m) => t(`draw.class.${m}`)).join('、') }) : t('draw.ratio', { n: draw.percent })],
        [t('draw.seedSource'), <span key="source">{t(draw.seed.text === '' ? 'draw.seedLineBare' : 'draw.seedLine', { kind: t(`draw.seed.${draw.seed.kind}`), text: draw.seed.text, at: when(draw.seed.after, locale) })}{draw.seed.sources.map((s) => <span key={s.name} className="seed-source">{s.name}：{words(s)}</span>)}</span>],
        draw.sealed ? [t('draw.sealed'), t('draw.sealedLine', { n: draw.sealed.size })] : [t('draw.sealed'), t('draw.oldFormat')],
        draw.revealed ? [t('draw.seedMade', { at: when(draw.revealed.at, locale) }), <span key="s" className="mono">{draw.revealed.parts.map((p) => `${p.source}=${p.value}`).join('　')}</span>] : null,
        draw.revealed && draw.revealed.witnesses.length > 0 ? [t('draw.witnesses'), draw.revealed.witnesses.join('、')] : null,
        draw.revealed && (draw.revealed.proof !== '' || draw.revealed.files.length > 0) ? [t('draw.proof'), <span key="proof">{draw.revealed.proof} <MatterFiles files={draw.revealed.files} /></span>] : null,
        draw.result ? [t('draw.result'), <code key="r" className="hash">{draw.result}</code>] : null,
        draw.again.length > 0 ? [t('draw.againOf'), `${draw.again.join('、')}：${draw.reason ?? ''}`] : null,
        draw.cancelled ? [t('draw.cancelledFor'), draw.cancelled.reason] : null,
      ]} />
    </Section>
  );
}

/** Hands a bundle to the browser as a file. */
async function save(bundle: Promise<object>, name: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([JSON.stringify(await bundle)], { type: 'application/json' }));
  const a = document.createElement('a');
  a.href = url;
  a.download = `${name}.json`;
  a.click();
  URL.revokeObjectURL(url);
}

/** Three lines with which somebody outside draws again. The bundle for outsiders does not tell who was reported; the auditors' does. */
function Verify({ draw }: { readonly draw: Draw }): ReactNode {
  const t = useT();
  const why = useWhoMay();
  const { id, number } = draw.head;
  const seed = (draw.revealed?.parts ?? []).map((p) => ` --seed "${p.source}=${p.value}"`).join('');
  return (
    <Section title={t('draw.verify')} aside={<span className="row-line">
      {draw.sealed ? <Button onClick={() => void save(call(drawBundle, { params: { id } }), number)}>{t('draw.bundle')}</Button> : null}
      <ExplainedButton why={why('draw.audit')} onClick={() => void save(call(drawAudit, { params: { id } }), t('draw.auditName', { number }))}>{t('draw.audit')}</ExplainedButton>
      <a href="/public/verify-draw.mjs" download="verify-draw.mjs">{t('draw.verifier')}</a>
    </span>}>
      <ol className="verify-steps">
        <li>{t('draw.verify.1')}</li>
        <li>{t('draw.verify.2')}<code>node verify-draw.mjs {number}.json --commitment {draw.commitment}{seed}</code></li>
        <li>{t('draw.verify.3')}</li>
        <li>{t('draw.verify.4')}</li>
      </ol>
    </Section>
  );
}
