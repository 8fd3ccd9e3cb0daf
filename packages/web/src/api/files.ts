import type { uploadedFile } from '@doudi/core/api/cases';
import type * as z from 'zod';
import { send } from './client.ts';

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

export const fileAddress = (id: string): string => `/api/v1/files/${encodeURIComponent(id)}`;
export const letterAddress = (id: string): string => `/api/v1/letters/${encodeURIComponent(id)}/pdf`;
/** A form of the case printed before it is filled in. */
export const formAddress = (caseId: string, kind: string): string => `/api/v1/cases/${encodeURIComponent(caseId)}/forms/${encodeURIComponent(kind)}`;
