import type { uploadedFile } from '@doudi/core/api/cases';
import type { Problem } from '@doudi/core/api/contract';
import type * as z from 'zod';
import { addressOf, ProblemError, send } from './client.ts';

export type Uploaded = z.output<typeof uploadedFile>;

/** Longest side kept of a photograph; enough to read a posted notice, small enough for a village's line. */
const LONGEST = 2200;

/** Re-encodes a large photograph; anything else (PDF, small pictures, a browser that cannot) is sent as it is. */
async function shrink(file: File): Promise<File> {
  if (!file.type.startsWith('image/') || file.size < 600_000) return file;
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const canvas = new OffscreenCanvas(Math.round(image.width * scale), Math.round(image.height * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.82 });
    return blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' }) : file;
  } catch {
    return file;
  }
}

/** Uploads one photograph or PDF into a case. */
export async function uploadFile(caseId: string, file: File, key: string): Promise<Uploaded> {
  const form = new FormData();
  const small = await shrink(file);
  form.append('file', small, small.name);
  return (await send('POST', `/api/v1/cases/${encodeURIComponent(caseId)}/files`, form, { key })) as Uploaded;
}

/** Uploads one photograph or PDF into a matter of supervision. */
export async function uploadMatterFile(matter: string, file: File, key: string): Promise<Pick<Uploaded, 'id' | 'name'>> {
  const form = new FormData();
  const small = await shrink(file);
  form.append('file', small, small.name);
  return (await send('POST', `/api/v1/matters/${encodeURIComponent(matter)}/files`, form, { key })) as Pick<Uploaded, 'id' | 'name'>;
}
export const matterFileAddress = (id: string): string => `/api/v1/matter-files/${encodeURIComponent(id)}`;
export const matterPaperAddress = (id: string): string => `/api/v1/matter-papers/${encodeURIComponent(id)}/pdf`;

/** Puts rules of procedure of a unit's body on file. */
export async function uploadRules(query: { unit: string; body: string; title: string; from: string }, file: File, key: string): Promise<void> {
  const form = new FormData();
  form.append('file', file, file.name);
  await send('POST', `/api/v1/meetings/rules?${new URLSearchParams(query).toString()}`, form, { key });
}
export const rulesAddress = (id: string): string => `/api/v1/meetings/rules/${encodeURIComponent(id)}/file`;

export const fileAddress = (id: string): string => `/api/v1/files/${encodeURIComponent(id)}`;
export const letterAddress = (id: string, as: 'pdf' | 'docx' = 'pdf'): string => `/api/v1/letters/${encodeURIComponent(id)}/${as}`;
/** A form of the case printed before it is filled in. */
export const formAddress = (caseId: string, kind: string): string => `/api/v1/cases/${encodeURIComponent(caseId)}/forms/${encodeURIComponent(kind)}`;

export interface Sent extends Uploaded {
  /** The case already had this very content. */
  readonly known: boolean;
}

/** Uploads into a place of a case and tells how far it is, in percent; 100 = everything is there and is being checked. */
export async function sendFile(caseId: string, file: File, place: { readonly paper?: string | undefined; readonly step?: string | undefined }, progress: (percent: number) => void): Promise<Sent> {
  const small = await shrink(file);
  const form = new FormData();
  form.append('file', small, small.name);
  return await new Promise<Sent>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', addressOf('/cases/:id/files', { id: caseId }, place));
    request.setRequestHeader('x-doudi', '1');
    request.setRequestHeader('accept', 'application/json, application/problem+json');
    request.upload.addEventListener('progress', (e) => {
      if (e.lengthComputable) progress(Math.round((100 * e.loaded) / e.total));
    });
    request.addEventListener('load', () => {
      const body = JSON.parse(request.responseText || '{}') as Sent & Problem;
      if (request.status >= 200 && request.status < 300) resolve(body);
      else reject(new ProblemError(body));
    });
    request.addEventListener('error', () => reject(new ProblemError({ type: '/api/problems/network', title: '', status: 0, code: 'network', rule: '连不上服务器，这份文件没有上传。请检查网络后再试。' })));
    request.send(form);
  });
}

export const archiveAddress = (where: 'cases' | 'archives', id: string, purpose: string): string => addressOf(`/${where}/:id/archive.zip`, { id }, { purpose });
export const hearingAddress = (id: string, kind: string, purpose: string): string => addressOf('/cases/:id/hearing.zip', { id }, { kind, purpose });
