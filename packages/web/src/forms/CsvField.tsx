import { useState, type ReactNode } from 'react';
import { useT } from '../i18n/index.tsx';
import { Field } from './Field.tsx';
import type { Bound } from './form.ts';

/** The contracts' own bound. */
const MOST = 900_000;

/** Text of a file in UTF-8, or else in the encoding that spreadsheets here write. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** A table from a file, as its text. */
export function CsvField({ bind }: { readonly bind: Bound<string> }): ReactNode {
  const t = useT();
  const [big, setBig] = useState(false);
  const take = async (file: File): Promise<void> => {
    const text = decode(await file.arrayBuffer());
    setBig(text.length > MOST);
    bind.set(text.length > MOST ? undefined : text);
  };
  return (
    <Field label={t('warn.file')} bind={bind}>
      {({ id, describedBy }) => (
        <>
          <input id={id} type="file" accept=".csv,text/csv" aria-describedby={describedBy} onChange={(e) => { const f = e.target.files?.[0]; if (f) void take(f); }} />
          {big ? <p className="bad" role="status">{t('warn.fileBig')}</p> : bind.value ? <p className="good" role="status">✓ {t('warn.fileRead', { n: bind.value.trimEnd().split('\n').length - 1 })}</p> : null}
        </>
      )}
    </Field>
  );
}
