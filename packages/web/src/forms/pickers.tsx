import { staffList } from '@doudi/core/api/session';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { problemOf } from '../api/client.ts';
import { fileAddress, uploadFile } from '../api/files.ts';
import { useCall } from '../api/hooks.ts';
import { useSession } from '../app/session.tsx';
import { useT } from '../i18n/index.tsx';
import { Field, type FieldProps } from './Field.tsx';
import { ChecksField, SelectField, type Option } from './inputs.tsx';

/** Colleagues who can be named, those of one's own unit first. */
export function useStaff(posts?: readonly string[]): (Option<string> & { readonly own: boolean; readonly unit: string })[] {
  const { session } = useSession();
  const staff = useCall(staffList, {}, { staleTime: 300_000 });
  const own = session.unit.name;
  return (staff.data?.items ?? [])
    .filter((s) => !posts || posts.includes(s.post))
    .toSorted((a, b) => Number(b.unit === own) - Number(a.unit === own) || a.unit.localeCompare(b.unit, 'zh'))
    .map((s) => ({ value: s.id, label: s.name, hint: `${s.postText}${s.unit === own ? '' : `，${s.unit}`}`, own: s.unit === own, unit: s.unit }));
}

export function StaffField({ posts, ...p }: FieldProps<string[]> & { readonly posts?: readonly string[] }): ReactNode {
  return <ChecksField {...p} options={useStaff(posts)} />;
}

export function OneStaffField({ posts, units, ...p }: FieldProps<string> & { readonly posts?: readonly string[]; /** Names of the units whose people can be chosen. */ readonly units?: readonly string[] }): ReactNode {
  return <SelectField {...p} options={useStaff(posts).filter((o) => units === undefined || units.includes(o.unit)).map((o) => ({ value: o.value, label: `${o.label}（${o.hint ?? ''}）` }))} />;
}

interface Sending {
  readonly name: string;
  readonly error?: string;
}

/** Photographs and scans of a case. */
export const FilesField = ({ caseId, ...p }: FieldProps<string[]> & { readonly caseId: string }): ReactNode => <UploadField {...p} send={(file) => uploadFile(caseId, file, crypto.randomUUID())} address={fileAddress} />;

/** Photographs and scans: sent at once, their ids are the field's value. `send` puts one where it belongs, `address` opens it again. */
export function UploadField({ send, address, ...p }: FieldProps<string[]> & { readonly send: (file: File) => Promise<{ readonly id: string; readonly name: string }>; readonly address: (id: string) => string }): ReactNode {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const alive = useRef(true);
  useEffect(() => {
    alive.current = true;
    return () => {
      alive.current = false;
    };
  }, []);
  const add = async (file: File): Promise<void> => {
    setSending((s) => [...s, { name: file.name }]);
    try {
      const done = await send(file);
      setNames((n) => ({ ...n, [done.id]: done.name }));
      p.bind.update((ids = []) => (ids.includes(done.id) ? ids : [...ids, done.id]));
      setSending((s) => s.filter((x) => x.name !== file.name));
    } catch (error) {
      if (alive.current) setSending((s) => s.map((x) => (x.name === file.name ? { name: file.name, error: problemOf(error).rule } : x)));
    }
  };
  const ids = p.bind.value ?? [];
  return (
    <Field {...p}>
      {(i) => (
        <span className="files">
          <input ref={input} id={i.id} aria-describedby={i.describedBy} type="file" accept="image/jpeg,image/png,application/pdf" multiple onChange={(e) => {
            for (const file of e.target.files ?? []) void add(file);
            if (input.current) input.current.value = '';
          }} />
          {ids.map((id, n) => (
            <span key={id} className="file">
              <a href={address(id)} target="_blank" rel="noreferrer">
                {names[id] ?? t('files.nth', { n: n + 1 })}
              </a>
              <button type="button" className="link" onClick={() => p.bind.update((v = []) => v.filter((x) => x !== id))}>
                {t('remove')}
              </button>
            </span>
          ))}
          {sending.map((s) => (
            <span key={s.name} className={s.error ? 'file error' : 'file'} role="status">
              {s.name} {s.error ?? t('files.sending')}
              {s.error ? (
                <button type="button" className="link" onClick={() => setSending((all) => all.filter((x) => x !== s))}>
                  {t('remove')}
                </button>
              ) : null}
            </span>
          ))}
        </span>
      )}
    </Field>
  );
}
