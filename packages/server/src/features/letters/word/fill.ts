import Docxtemplater from 'docxtemplater';
import type PizZip from 'pizzip';

/** A field as it stands in a template. */
export interface Placeholder {
  readonly name: string;
  readonly kind: 'value' | 'list' | 'other';
  readonly within: readonly Placeholder[];
}

interface Parsed {
  readonly type: string;
  readonly value: string;
  readonly module?: string;
  readonly subparsed?: readonly Parsed[];
}

/** Listens to what the template engine has found in the text. */
class Listener {
  readonly name = 'Listener';
  readonly found: Parsed[] = [];
  set(options: { readonly inspect?: { readonly postparsed?: readonly Parsed[] } }): void {
    this.found.push(...(options.inspect?.postparsed ?? []));
  }
}

const placeholders = (parts: readonly Parsed[]): Placeholder[] =>
  parts.filter((p) => p.type === 'placeholder').map((p) => ({ name: p.value.trim(), kind: p.module === undefined || p.module === '' ? 'value' : p.module === 'loop' ? 'list' : 'other', within: placeholders(p.subparsed ?? []) }));

const FAULTS: Readonly<Record<string, string>> = {
  unclosed_tag: '花括号没有闭合', unopened_tag: '多了一个右花括号', duplicate_open_tag: '花括号写重了', duplicate_close_tag: '花括号写重了', unclosed_loop: '列表没有结束，须有 {/…}', unopened_loop: '列表没有开始，须有 {#…}',
  closing_tag_does_not_match_opening_tag: '列表的开始和结束不是同一个名字', no_xml_tag_found_at_left: '列表跨了不同的表格或者段落', no_xml_tag_found_at_right: '列表跨了不同的表格或者段落', loop_position_product_invalid: '列表跨了不同的表格或者段落',
};

interface EngineError {
  readonly properties?: { readonly id?: string; readonly errors?: readonly EngineError[]; readonly xtag?: unknown; readonly context?: unknown };
  readonly message?: string;
}

/** What the engine found wrong, in words, with the place. */
function faultsOf(e: unknown): string[] {
  const error = e as EngineError;
  const all = error.properties?.errors ?? [error];
  return [...new Set(all.map((x) => {
    const at = [x.properties?.xtag, x.properties?.context].find((v) => typeof v === 'string' && v !== '');
    return `${FAULTS[x.properties?.id ?? ''] ?? '字段写法不对'}${typeof at === 'string' ? `：“${at.slice(0, 40)}”` : ''}`;
  }))];
}

const lookup = (scope: unknown, name: string, asList: boolean): unknown => {
  if (name === '.') return scope;
  if (typeof scope !== 'object' || scope === null || Array.isArray(scope) || !Object.hasOwn(scope, name)) return undefined;
  const found = (scope as Record<string, unknown>)[name];
  // A list of sentences used as one value stands in lines under one another.
  return !asList && Array.isArray(found) ? found.map((x) => (typeof x === 'string' ? x : '')).join('\n') : found;
};

function engine(zip: PizZip, listener?: Listener): Docxtemplater {
  return new Docxtemplater(zip, {
    paragraphLoop: true, linebreaks: true, stripInvalidXMLChars: true, errorLogging: false, nullGetter: () => '', ...(listener ? { modules: [listener] } : {}),
    parser: (tag) => ({ get: (scope, context) => lookup(scope, tag.trim(), context.meta.part.module === 'loop') }),
  });
}

/** The fields of a template in header, body and footer, or what is wrong with their writing. */
export function placeholdersOf(zip: PizZip): { readonly found: readonly Placeholder[] } | { readonly problems: readonly string[] } {
  const listener = new Listener();
  try {
    engine(zip, listener);
    return { found: placeholders(listener.found) };
  } catch (e) {
    return { problems: faultsOf(e) };
  }
}

/** Fills a template in place: the finished Word file, and its text parts as they are now. Values are text: nothing in them is read as a field or as markup. */
export function fill(zip: PizZip, values: Readonly<Record<string, unknown>>): { readonly docx: Buffer; readonly xml: ReadonlyMap<string, string> } {
  const done = engine(zip).render(values);
  const out = done.getZip() as PizZip;
  const xml = new Map(Object.keys(out.files).filter((f) => /\.(?:xml|rels)$/i.test(f)).map((f) => [f, out.file(f)?.asText() ?? '']));
  return { docx: done.toBuffer({ compression: 'DEFLATE' }), xml };
}
