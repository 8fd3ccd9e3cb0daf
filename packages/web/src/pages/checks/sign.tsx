import { countersignForm, objectToForm, type getCheck } from '@doudi/core/api/checks';
import type { Output } from '@doudi/core/api/contract';
import type { ReactNode } from 'react';
import { TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFilesField } from '../../ui/matter-files.tsx';

type Check = Output<typeof getCheck>;
interface Props {
  readonly check: Check;
  readonly name: 'countersign' | 'object' | 'paper';
  readonly onClose: () => void;
}
interface Typed { text: string; files: string[] }

/** 会签核查表: the form as it stands, read once more, and signed; not signed and why; or signed by hand, by somebody without login. */
export function SignForm({ check, name, onClose }: Props): ReactNode {
  const t = useT();
  const version = check.sheet?.version ?? 0;
  const common = { title: t(`check.do.${name}`), says: t(`check.signSays.${name}`), submit: t(`check.do.${name}`), params: { id: check.head.id }, onClose, onDone: onClose };
  if (name === 'object')
    return <FormDrawer<typeof objectToForm, Typed> {...common} contract={objectToForm} draft={`object:${check.head.id}:${version}`} body={(v) => ({ version, text: v.text })} fields={(form) => <><Answers check={check} /><TextField label={t('check.objection')} bind={form.bind('text')} rows={3} maxLength={1000} first /></>} />;
  return (
    <FormDrawer<typeof countersignForm, Typed> {...common} contract={countersignForm} draft={`${name}:${check.head.id}:${version}`} body={(v) => ({ version, ...(name === 'paper' ? { paper: v.files ?? [] } : {}) })}
      fields={(form) => <><Answers check={check} />{name === 'paper' ? <MatterFilesField label={t('check.scan')} bind={form.bind('files')} matter={check.head.id} /> : null}</>} />
  );
}

/** What is signed: every point with its answer, a no with its words. */
function Answers({ check }: { readonly check: Check }): ReactNode {
  const t = useT();
  return (
    <table className="table">
      <tbody>{check.points.map((p) => <tr key={p.id}><td>{p.text}{p.words ? <><br /><span className="muted">{p.words}</span></> : null}</td><td className="nobreak">{p.answer === 'no' ? <b className="bad">▲ {t('check.no')}</b> : p.answer ? t(`check.${p.answer}`) : '—'}</td></tr>)}</tbody>
    </table>
  );
}
