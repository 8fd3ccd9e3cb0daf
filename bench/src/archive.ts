import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { deflateSync, crc32 } from 'node:zlib';
import { catalogue, type Paper } from '@doudi/core/archive/catalogue';
import { archiveFront } from '@doudi/core/archive/front';
import { pack, type Bundle, type Machine } from '@doudi/server/src/features/archive/export.ts';
import { ArchivePress } from '@doudi/server/src/features/archive/press.ts';
import type { FileRow } from '@doudi/server/src/features/files/queries.ts';
import { scannedPdf } from '@doudi/server/src/features/files/samples.ts';
import { FileStore } from '@doudi/server/src/features/files/store.ts';
import { zipOf } from '@doudi/server/src/testing/zip.ts';
import type { Cluster } from './cluster.ts';
import { spread, timed, type Spread } from './stats.ts';

export interface ArchiveSizes {
  readonly files: number;
  readonly rounds: number;
}

export interface ArchiveResult {
  readonly files: number;
  readonly bytes: number;
  readonly made: Spread;
  readonly plain: Spread;
}

const DAY = '2021-11-15';
const WIDTH = 1240;
const HEIGHT = 1754;

/** A scanned page as a grey PNG at 150 dpi, with noise enough to take some hundred kilobytes. */
function scan(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head[8] = 8;
  const rows = Buffer.alloc(HEIGHT * (WIDTH + 1), 0xf4);
  const ink = randomBytes(HEIGHT * 160);
  for (let y = 0; y < HEIGHT; y++) {
    rows[y * (WIDTH + 1)] = 0;
    ink.copy(rows, y * (WIDTH + 1) + 200, y * 160, (y + 1) * 160);
  }
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0))]);
}

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** The same contents, put into a ZIP as they are. */
const plainZip = (store: FileStore, rows: readonly FileRow[]): Promise<void> => pipeline(zipOf(rows.map((f) => ({ name: f.name, bytes: f.bytes, open: () => store.stream(f.sha256) }))), nowhere());

/**
 * One household's archive, three pictures in four files and one scanned PDF: ordered, typeset, paged, bound and hashed,
 * against putting the same contents into a plain ZIP. Both read the sealed store. The first round is not counted.
 */
export async function benchArchive(cluster: Cluster, sizes: ArchiveSizes, log: (line: string) => void): Promise<ArchiveResult> {
  const { config, keys } = cluster.services.installation;
  const store = new FileStore(config.dataFolder, keys);
  const press = new ArchivePress();
  try {
    const rows: FileRow[] = [];
    for (let i = 0; i < sizes.files; i++) {
      const pdf = i % 4 === 3;
      const bytes = pdf ? await scannedPdf(3, scan()) : scan();
      rows.push({ id: `f${i}`, case_id: 'c', unit_id: 1, name: `${i}.${pdf ? 'pdf' : 'png'}`, media_type: pdf ? 'application/pdf' : 'image/png', bytes: bytes.length, sha256: await store.put(bytes), at: `${DAY}T02:00:00.000Z`, uploaded_by: '', paper: null, step: null, rotation: i % 3 === 0 ? 90 : 0, voided: false });
    }
    log(`archive: ${sizes.files} files of ${Math.round(rows.reduce((n, r) => n + r.bytes, 0) / 1024)} KB made`);
    const machine: Machine = { store, letters: { pdf: () => Promise.reject(new Error('no letters here')) }, press };
    const make = async (): Promise<void> => {
      const papers: Paper[] = rows.map((f) => ({ kind: f.media_type === 'application/pdf' ? 'pdf' : 'image', id: f.id, item: 1, step: 'accept', application: true, number: '', title: f.name, date: DAY, pages: f.media_type === 'application/pdf' ? 3 : 1, sha256: f.sha256.toString('hex'), remark: '' }));
      const { entries, pages } = catalogue(papers);
      const asked = { by: '经办', post: '经办人员', unit: '街道', at: DAY, purpose: '测试' };
      const front = await press.front(archiveFront({ number: '街道 2021-0001', keeper: '街道', title: '王安户档案', applicant: '王安', idNumberMasked: '999', apart: false, years: DAY, retention: '', complete: '' }, entries, pages, asked, DAY));
      const bundle: Bundle = { title: '王安户档案', author: '街道', date: DAY, entries, pages, front: front.pdf, log: front.pdf, sources: new Map(rows.map((f) => [f.id, { file: f, landscape: false }])) };
      await pipeline(pack(machine, bundle), nowhere());
    };
    const made: number[] = [];
    const plain: number[] = [];
    for (let n = 0; n <= sizes.rounds; n++) {
      await timed(n === 0 ? [] : plain, () => plainZip(store, rows));
      await timed(n === 0 ? [] : made, make);
    }
    return { files: sizes.files, bytes: rows.reduce((n, r) => n + r.bytes, 0), made: spread(made), plain: spread(plain) };
  } finally {
    await press.close();
  }
}
