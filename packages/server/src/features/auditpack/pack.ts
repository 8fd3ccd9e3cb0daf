import { createHash, sign } from 'node:crypto';
import fs from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import yazl from 'yazl';
import type { CaseState } from '@doudi/core/case/state';
import { csvCell as cell } from '../../platform/csv.ts';
import { canonicalJson } from '../../platform/log/canonical.ts';
import { findStoredCheckpoints } from '../../platform/log/read.ts';
import type { Anchor } from '../../platform/log/anchor.ts';
import type { SigningKey } from '../../platform/keys.ts';
import type { Snapshot } from '../audit/snapshot.ts';
import type { Law } from '../law/law.ts';
import { codes } from './codes.ts';
import { CASE_COLUMNS, KINDS, packCase } from './cases.ts';
import { HASHED_ENTRIES, toEntry } from '../ledger/verify.ts';
import { CASE_ROWS, ENTRIES, LOG, rowsOf, TABLES, valuesOf, type PackScope } from './parts.ts';

export const PACK_FORMAT = 'doudi-audit-pack/1';
const VERIFIER = fileURLToPath(new URL('verify.mjs', import.meta.url));
const BOM = '\uFEFF';

export interface PackInput {
  readonly scope: PackScope;
  readonly law: Law;
  readonly county: string;
  readonly unit: string;
  readonly programme: string;
  readonly purpose: string;
  readonly by: { readonly account: string; readonly name: string; readonly post: string };
  /** Real time, ISO with offset. */
  readonly at: string;
  readonly signing: SigningKey;
  /** Signed ends of the ledger, from the file outside the database. */
  readonly ledgerAnchors: readonly Anchor[];
}

interface Listed {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number | null;
}

/** Puts texts into a ZIP one after another: the next is made when the last has left, so that a slow receiver fills no memory. */
class Packer {
  readonly #zip = new yazl.ZipFile();
  readonly #mtime: Date;
  readonly out: Readable;
  readonly #gone: Promise<never>;
  readonly files: Listed[] = [];

  constructor(at: string) {
    this.#mtime = new Date(at);
    this.out = this.#zip.outputStream as Readable;
    this.#gone = new Promise((_, reject) => {
      this.out.once('close', () => reject(new Error('the receiver went away')));
    });
    this.#gone.catch(() => undefined);
  }

  async add(name: string, pieces: AsyncIterable<string> | Iterable<string>, listed = true): Promise<void> {
    const hash = createHash('sha256');
    let bytes = 0;
    let rows = 0;
    async function* counted(): AsyncGenerator<Buffer> {
      for await (const p of pieces) {
        const b = Buffer.from(p, 'utf8');
        hash.update(b);
        bytes += b.length;
        rows += 1;
        yield b;
      }
    }
    await Promise.race([this.#gone, new Promise<void>((resolve, reject) => {
      this.#zip.addReadStreamLazy(name, { mtime: this.#mtime }, (cb) => {
        const stream = Readable.from(counted(), { objectMode: false });
        stream.once('end', resolve);
        stream.once('error', reject);
        cb(null, stream);
      });
    })]);
    // The first piece of a table is its head.
    if (listed) this.files.push({ name, bytes, sha256: hash.digest('hex'), rows: /\.(csv|jsonl)$/.test(name) ? rows - (name.endsWith('.csv') ? 1 : 0) : null });
  }

  finish(): void {
    this.#zip.end();
  }

  fail(error: Error): void {
    this.out.destroy(error);
  }
}

async function* table(snapshot: Snapshot, t: (typeof TABLES)[number], scope: PackScope): AsyncGenerator<string> {
  yield `${BOM}${t.columns.map(([title]) => cell(title)).join(',')}\r\n`;
  for await (const row of rowsOf(snapshot.query, t.sql, valuesOf(scope))) yield `${t.columns.map(([, name]) => cell(row[name])).join(',')}\r\n`;
}

async function* cases(snapshot: Snapshot, input: PackInput, as: 'csv' | 'json'): AsyncGenerator<string> {
  const staff = new Map((await snapshot.query('select id::text, name from account where county_id = $1', [input.scope.county])).map((a) => [String(a['id']), String(a['name'])]));
  const name = (id: string): string => staff.get(id) ?? (id === 'system' ? '系统' : id);
  if (as === 'csv') yield `${BOM}${CASE_COLUMNS.map(([title]) => cell(title)).join(',')}\r\n`;
  for await (const row of rowsOf(snapshot.query, CASE_ROWS, valuesOf(input.scope))) {
    const c = packCase(row['state'] as CaseState, String(row['unit']), input.law);
    yield as === 'csv' ? `${CASE_COLUMNS.map(([, of]) => cell(of(c, name))).join(',')}\r\n` : `${JSON.stringify(c)}\n`;
  }
}

async function* log(snapshot: Snapshot, scope: PackScope): AsyncGenerator<string> {
  for await (const row of rowsOf(snapshot.query, LOG, valuesOf(scope))) {
    const text = (name: string): string => String(row[name]);
    yield `${JSON.stringify({ county: scope.county, position: Number(row['position']), case: text('caseId'), seq: Number(row['seq']), kind: text('kind'), at: text('at'), recordedAt: text('recordedAt'), actor: { user: text('user'), post: text('post'), unit: text('unit') }, body: JSON.parse(text('body')) as unknown, prev: text('prev'), hash: text('hash') })}\n`;
  }
}

/** The entries as they are hashed one onto the other, for the verifier. */
async function* chain(snapshot: Snapshot, scope: PackScope): AsyncGenerator<string> {
  for await (const row of rowsOf(snapshot.query, `${HASHED_ENTRIES} where ${ENTRIES} order by e.position`, valuesOf(scope))) yield `${JSON.stringify({ ...toEntry(scope.county, row), prev: String(row['prev']), hash: String(row['hash']) })}\n`;
}

const readme = (i: PackInput): string => [
  `${i.county} 社会救助审计包`, '', `范围：${i.unit}，${i.programme}，${i.scope.from} 至 ${i.scope.to}`, `导出：${i.by.name}（${i.by.post}），${i.at}`, `用途：${i.purpose}`, '',
  '内容', '  案件/案件.csv、案件.jsonl    每案的环节、日期、责任人、签字，省去的环节与理由，公示、决定、变更', '  案件/文书.csv                 每份文书的文号、日期和已制成 PDF 的 SHA-256', '  案件/材料文件.csv             每份材料的 SHA-256', '  发放/发放明细.csv             应发 ＝ 已发 ＋ 已追回 ＋ 已免除 ＋ 未付部分（按状态）', '  发放/暂缓与答复.csv           谁对哪一笔的暂缓作了什么答复、理由', '  发放/冻结依据.csv             每笔款冻结时的依据：金额、人口、文号、案件到了第几步、当时的暂缓', '  发放/送银行与答复.csv         每次送银行的金额、结果、付款日期；核定.csv 为两人核定的结果', '  发放/批次.csv、批次经过.csv   制单、冻结、放行三人与银行文件的 SHA-256；谁何时对批次做了什么', '  资金/分录.csv                 复式分录；同一凭证号合计为 0', '  资金/分录链.jsonl             同一分录按散列原文，逐条带哈希；资金/校验点.json 为签名的校验点', '  追回/                         应追回 ＝ 已收回 ＋ 已免除 ＋ 尚欠；追回经过按日志步数', '  案件/疑似拆分答复.csv         县级对疑似拆分的答复、理由、答复人', '  日志/日志摘录.jsonl           本包案件的办理日志，逐条带哈希；日志/校验点.json 为签名的校验点', '  日志/事项名称.json            日志事项的中文名称', '  代码.csv                      各表代码的含义', '  人员.csv                      责任人的账号、姓名、岗位和任期', '', '案件中的人以编号表示；证件号码、收款账号不在本包内。日志摘录是办理原文，含住址、收入、病情和文字中提到的人，请按个人信息保管。', '',
  '怎样核对', '  1. 解压后运行：node verify.mjs 文件夹 公钥.pem', '  2. 公钥请向安装单位另行索取（checkpoint-public.pem），不要只用包内的公钥。', '  3. 程序核对清单签名、每个文件的 SHA-256、日志摘录和分录链的逐条哈希、校验点签名；任何一个文件被改动、缺少或多出都会指出。', '  4. 没有 Node 的，可以用任何工具计算文件的 SHA-256，与 manifest.json 比对。', '',
].join('\r\n');

/**
 * The audit pack as one ZIP, streamed from one unchanging view of the database: cases, papers, payments with holds and answers, ledger,
 * recovery, log excerpt with signed checkpoints, a signed manifest of every file, and a program that checks all of it.
 */
export function pack(snapshot: Snapshot, input: PackInput): Readable {
  const packer = new Packer(input.at);
  const work = async (): Promise<void> => {
    await packer.add('README.txt', [`${BOM}${readme(input)}`]);
    await packer.add('verify.mjs', [fs.readFileSync(VERIFIER, 'utf8')]);
    await packer.add('案件/案件.csv', cases(snapshot, input, 'csv'));
    await packer.add('案件/案件.jsonl', cases(snapshot, input, 'json'));
    for (const t of TABLES) await packer.add(t.name, table(snapshot, t, input.scope));
    await packer.add('日志/日志摘录.jsonl', log(snapshot, input.scope));
    await packer.add('日志/校验点.json', [`${JSON.stringify(await findStoredCheckpoints(snapshot.query, input.scope.county), null, 1)}\n`]);
    await packer.add('资金/分录链.jsonl', chain(snapshot, input.scope));
    await packer.add('资金/校验点.json', [`${JSON.stringify(input.ledgerAnchors, null, 1)}\n`]);
    await packer.add('日志/事项名称.json', [`${JSON.stringify(KINDS, null, 1)}\n`]);
    await packer.add('代码.csv', [`${BOM}表,列,代码,含义\r\n`, ...codes(input.law).map((row) => `${row.map(cell).join(',')}\r\n`)]);
    const manifest = `${canonicalJson({ format: PACK_FORMAT, county: { id: input.scope.county, name: input.county }, scope: { unit: input.unit, programme: input.programme, from: input.scope.from, to: input.scope.to }, purpose: input.purpose, by: { ...input.by }, at: input.at, keyId: input.signing.id, publicKey: input.signing.publicPem, files: packer.files.map((f) => ({ ...f })) })}\n`;
    await packer.add('manifest.json', [manifest], false);
    await packer.add('manifest.sig', [`${sign(null, Buffer.from(manifest, 'utf8'), input.signing.privateKey).toString('base64')}\n`], false);
    packer.finish();
  };
  work().catch((e: unknown) => packer.fail(e instanceof Error ? e : new Error(String(e)))).finally(() => void snapshot.close());
  return packer.out;
}
