import type { ReactNode } from 'react';
import { matterFileAddress, uploadMatterFile } from '../api/files.ts';
import type { FieldProps } from '../forms/Field.tsx';
import { UploadField } from '../forms/pickers.tsx';

/** Photographs and scans that prove something in a matter of supervision. */
export const MatterFilesField = ({ matter, ...p }: FieldProps<string[]> & { readonly matter: string }): ReactNode => <UploadField {...p} send={(file) => uploadMatterFile(matter, file, crypto.randomUUID())} address={matterFileAddress} />;

/** Files of a matter as links. */
export const MatterFiles = ({ files }: { readonly files: readonly { readonly id: string; readonly name: string }[] }): ReactNode => files.map((f) => <a key={f.id} className="file" href={matterFileAddress(f.id)} target="_blank" rel="noreferrer">{f.name}</a>);
