import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { uploadFile } from '../../api/files.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';

/** Adds scans to the case's files. */
export function UploadButton({ caseId }: { readonly caseId: string }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const { may } = useSession();
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<string | null>(null);
  if (!may('case.act')) return null;
  const add = async (files: FileList | null): Promise<void> => {
    setState(t('files.sending'));
    try {
      for (const file of files ?? []) await uploadFile(caseId, file, crypto.randomUUID());
      setState(null);
    } catch (error) {
      setState(problemOf(error).rule);
    }
    if (input.current) input.current.value = '';
    await client.invalidateQueries();
  };
  return (
    <label className="upload screen-only">
      <span className="link">{t('case.upload')}</span>
      <input ref={input} className="visually-hidden" type="file" multiple accept="image/jpeg,image/png,application/pdf" onChange={(e) => void add(e.target.files)} />
      {state ? <span role="status">{state}</span> : null}
    </label>
  );
}
