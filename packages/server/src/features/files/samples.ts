import { PDFDocument, PDFName, PDFString, StandardFonts } from 'pdf-lib';

/** Small real files for tests: what scanners and phones bring, and what must not come in. */

/** A grey JPEG of 8 by 8 pixels. */
export const JPEG = Buffer.from('/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/wAALCAAIAAgBASIA/8QAFAABAAAAAAAAAAAAAAAAAAAAAf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AH//Z', 'base64');

/** A PDF of `pages` pages; `say` makes it unlike any other. */
export async function pdf(pages: number, say = '', more: (doc: PDFDocument) => void | Promise<void> = () => undefined): Promise<Buffer> {
  const doc = await PDFDocument.create();
  const font = await doc.embedFont(StandardFonts.Helvetica);
  for (let i = 1; i <= pages; i++) doc.addPage([595.28, 841.89]).drawText(`${say} ${i}/${pages}`, { x: 60, y: 700, size: 20, font });
  await more(doc);
  return Buffer.from(await doc.save());
}

/** A PDF as a scanner makes it: one picture on each page. */
export async function scannedPdf(pages: number, picture: Buffer): Promise<Buffer> {
  const doc = await PDFDocument.create();
  const image = await doc.embedPng(picture);
  for (let i = 0; i < pages; i++) doc.addPage([595.28, 841.89]).drawImage(image, { x: 0, y: 0, width: 595.28, height: 841.89 });
  return Buffer.from(await doc.save());
}

/** PDFs that do something, each with the word by which it is refused. */
export const ACTIVE: readonly (readonly [what: string, word: string, make: () => Promise<Buffer>])[] = [
  ['a script', 'JavaScript', () => pdf(1, 'js', (d) => d.addJavaScript('main', 'app.alert(1)'))],
  ['a script on opening', 'JavaScript', () => pdf(1, 'open', (d) => d.catalog.set(PDFName.of('OpenAction'), d.context.obj({ S: 'JavaScript', JS: PDFString.of('x') })))],
  ['a launch action', '启动程序', () => pdf(1, 'launch', (d) => d.catalog.set(PDFName.of('OpenAction'), d.context.register(d.context.obj({ S: 'Launch', F: PDFString.of('cmd.exe') }))))],
  ['an embedded file', '内嵌文件', () => pdf(1, 'attach', (d) => d.attach(Buffer.from('MZ'), 'a.exe'))],
  ['a form of the moving kind', 'XFA', () => pdf(1, 'xfa', (d) => d.catalog.set(PDFName.of('AcroForm'), d.context.obj({ XFA: PDFString.of('x') })))],
];

/** A PDF that says it is encrypted. */
export const encrypted = (): Promise<Buffer> => pdf(1, 'secret', (d) => {
  d.context.trailerInfo.Encrypt = d.context.register(d.context.obj({ Filter: 'Standard', V: 1, R: 2, P: -4, O: PDFString.of('o'.repeat(32)), U: PDFString.of('u'.repeat(32)) }));
});
