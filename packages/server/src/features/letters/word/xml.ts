import { DOMParser, type Element } from '@xmldom/xmldom';

/** Reads a part of a Word file. @throws for text that is no XML. */
export function parseXml(text: string): Element {
  const doc = new DOMParser({ onError: (level, message) => {
    if (level !== 'warning') throw new Error(message);
  } }).parseFromString(text, 'text/xml');
  if (!doc.documentElement) throw new Error('没有内容');
  return doc.documentElement;
}

/** Element children, by local name where one is given: prefixes are the file's own choice. */
export function children(e: Element | undefined, name?: string): Element[] {
  const out: Element[] = [];
  for (let n = e?.firstChild; n; n = n.nextSibling) if (n.nodeType === 1 && (name === undefined || (n as Element).localName === name)) out.push(n as Element);
  return out;
}

export const child = (e: Element | undefined, name: string): Element | undefined => children(e, name)[0];

/** An attribute by local name, whatever its prefix. */
export function attribute(e: Element | undefined, name: string): string | undefined {
  if (!e) return undefined;
  for (let i = 0; i < e.attributes.length; i++) {
    const a = e.attributes.item(i);
    if (a && a.localName === name) return a.value;
  }
  return undefined;
}

/** `w:val` of a child, for example of `w:jc`. */
export const value = (e: Element | undefined, name: string): string | undefined => attribute(child(e, name), 'val');

/** Whether a property such as `w:b` is on: present without value, or with one that does not say no. */
export function isOn(e: Element | undefined, name: string): boolean | undefined {
  const c = child(e, name);
  if (!c) return undefined;
  const v = attribute(c, 'val');
  return v !== '0' && v !== 'false' && v !== 'none' && v !== 'off';
}

export function numberOf(text: string | undefined): number | undefined {
  const n = Number(text);
  return text === undefined || text === '' || !Number.isFinite(n) ? undefined : n;
}
