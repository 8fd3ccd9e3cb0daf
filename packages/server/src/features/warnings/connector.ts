import * as z from 'zod';
import { EXTERNAL_LIST_IDS, type ExternalList } from '@doudi/core/warning/rules';

/** The connector to the exchange of departments' lists: the contract of `docs/connectors/departments.md` over fetch. */

const listsSchema = z.object({ lists: z.array(z.object({ list: z.enum(EXTERNAL_LIST_IDS), source: z.string().min(1).max(100), sourceDate: z.iso.date(), coverage: z.string().min(1).max(200), whole: z.boolean() })) });
const entrySchema = z.object({ ref: z.string().min(1).max(80), idNumber: z.string().min(15).max(18), otherNumber: z.string().min(15).max(18).optional(), on: z.iso.date(), fen: z.number().int().min(0).optional(), text: z.string().max(60).optional(), grade: z.number().int().min(1).max(4).optional() });
const pageSchema = z.object({ rows: z.array(entrySchema).max(10_000), next: z.string().min(1).max(200).nullable() });

export type OfferedList = z.output<typeof listsSchema>['lists'][number];
type Page = z.output<typeof pageSchema>;

/** The exchange could not be reached or answered what is not in the contract. */
export class ExchangeTrouble extends Error {}

const PAGE = 5000;

export class DepartmentConnector {
  readonly #base: string;
  readonly #token: string;
  readonly #timeoutMs: number;

  constructor(config: { readonly baseUrl: string; readonly token: string; readonly timeoutMs: number }) {
    this.#base = config.baseUrl.replace(/\/$/, '');
    this.#token = config.token;
    this.#timeoutMs = config.timeoutMs;
  }

  /** Lists that the exchange offers for a county today. @throws {ExchangeTrouble} */
  async lists(county: number): Promise<OfferedList[]> {
    return (await this.#get(`/v1/counties/${String(county)}/lists`, listsSchema)).lists;
  }

  /** One page after `cursor` (null = the first). @throws {ExchangeTrouble} */
  page(county: number, list: ExternalList, cursor: string | null): Promise<Page> {
    return this.#get(`/v1/counties/${String(county)}/lists/${list}?limit=${String(PAGE)}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`, pageSchema);
  }

  async #get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    let answer: unknown;
    try {
      const response = await fetch(`${this.#base}${path}`, { headers: { authorization: `Bearer ${this.#token}` }, redirect: 'error', signal: AbortSignal.timeout(this.#timeoutMs) });
      if (!response.ok) throw new ExchangeTrouble(`部门数据交换平台答复 ${String(response.status)}`);
      answer = await response.json();
    } catch (e) {
      throw e instanceof ExchangeTrouble ? e : new ExchangeTrouble('连接不上部门数据交换平台');
    }
    const checked = schema.safeParse(answer);
    if (!checked.success) throw new ExchangeTrouble('部门数据交换平台的答复不合约定');
    return checked.data;
  }
}
