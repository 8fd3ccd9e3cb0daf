import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';

/** A mistake in a policy file: where it stands and, in Chinese, what is wrong and what is allowed. */
export interface Fault {
  readonly file: string;
  /** 1-based line. */
  readonly line: number;
  /** Dotted path such as `parameters[3].value`; empty for the whole file. */
  readonly field: string;
  readonly message: string;
}

export type FieldPath = readonly (string | number)[];

/** `['parameters', 3, 'value']` → `parameters[3].value`. */
export const fieldName = (path: FieldPath): string => path.reduce<string>((s, p) => (typeof p === 'number' ? `${s}[${p}]` : s === '' ? p : `${s}.${p}`), '');

/** A YAML text with the line of every field, so that faults found after parsing can still be pointed at. */
export class SourceMap {
  readonly file: string;
  readonly faults: readonly Fault[];
  readonly value: unknown;
  readonly #doc: Document.Parsed;
  readonly #lines: LineCounter;

  constructor(file: string, text: string) {
    this.file = file;
    this.#lines = new LineCounter();
    this.#doc = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: true });
    this.faults = this.#doc.errors.map((e) => {
      const path = this.#pathAt(e.pos[0]);
      const line = this.#line(e.pos[0]);
      const field = fieldName(path);
      return e.code === 'DUPLICATE_KEY'
        ? { file, line, field, message: `字段 ${String(path.at(-1) ?? '')} 重复；同一处每个字段只能写一次` }
        : { file, line, field, message: `YAML 语法错误（${e.code}）：${SYNTAX[e.code] ?? '请检查缩进、冒号与引号'}` };
    });
    this.value = this.faults.length > 0 ? undefined : (this.#doc.toJS({ maxAliasCount: 1000 }) as unknown);
  }

  /** Line of a field; of the nearest enclosing one when it does not exist (a missing field is reported on its owner). */
  lineOf(path: FieldPath): number {
    let node: Node | null = this.#doc.contents;
    let offset = node?.range?.[0] ?? 0;
    for (const step of path) {
      if (isMap(node)) {
        const pair = node.items.find((p) => isScalar(p.key) && String(p.key.value) === String(step));
        if (!pair || !isScalar(pair.key)) break;
        offset = pair.key.range?.[0] ?? offset;
        node = pair.value as Node | null;
      } else if (isSeq(node)) {
        const item = node.items[Number(step)] as Node | undefined;
        if (!item) break;
        offset = item.range?.[0] ?? offset;
        node = item;
      } else break;
    }
    return this.#line(offset);
  }

  fault(path: FieldPath, message: string): Fault {
    return { file: this.file, line: this.lineOf(path), field: fieldName(path), message };
  }

  #line(offset: number): number {
    return Math.max(1, this.#lines.linePos(offset).line);
  }

  /** The path of the innermost key that starts at or around an offset. */
  #pathAt(offset: number): FieldPath {
    const path: (string | number)[] = [];
    let node: unknown = this.#doc.contents;
    for (;;) {
      if (isMap(node)) {
        const hit = node.items.filter((p) => isPair(p) && isScalar(p.key) && (p.key.range?.[0] ?? Infinity) <= offset).at(-1);
        if (!hit || !isScalar(hit.key)) return path;
        path.push(String(hit.key.value));
        if ((hit.key.range?.[1] ?? 0) >= offset) return path;
        node = hit.value;
      } else if (isSeq(node)) {
        const i = node.items.findLastIndex((n) => ((n as Node).range?.[0] ?? Infinity) <= offset);
        if (i < 0) return path;
        path.push(i);
        node = node.items[i];
      } else return path;
    }
  }
}

const SYNTAX: Readonly<Record<string, string>> = {
  BAD_INDENT: '缩进不一致',
  TAB_AS_INDENT: '缩进只能用空格，不能用制表符',
  MISSING_CHAR: '缺少引号、括号或逗号',
  UNEXPECTED_TOKEN: '出现不应有的符号',
  MULTILINE_IMPLICIT_KEY: '键不能跨行；请检查冒号后是否有空格',
  BAD_ALIAS: '引用了未定义的锚点',
  BLOCK_AS_IMPLICIT_KEY: '缩进或冒号有误，上一行的值未结束',
};
