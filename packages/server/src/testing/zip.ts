import type { Readable } from 'node:stream';
import PizZip from 'pizzip';
import yazl from 'yazl';

/** The files of a ZIP by name. */
export const unzip = (bytes: Buffer): Map<string, Buffer> => new Map(Object.values(new PizZip(bytes).files).filter((f) => !f.dir).map((f) => [f.name, Buffer.from(f.asUint8Array())]));

/** Contents put into a ZIP as they are, each opened when its turn comes. */
export function zipOf(files: readonly { readonly name: string; readonly bytes: number; readonly open: () => Readable }[]): Readable {
  const zip = new yazl.ZipFile();
  for (const f of files) zip.addReadStreamLazy(f.name, { compress: false, size: f.bytes }, (cb) => cb(null, f.open()));
  zip.end();
  return zip.outputStream as Readable;
}
