/** Where somebody was in a list, kept in this tab: on return the same row is marked, of the same page, under the same filters. */
interface Place {
  readonly key: string;
  readonly index: number;
}

const read = <T>(name: string): T | undefined => {
  const text = sessionStorage.getItem(`doudi.place.${name}`);
  return text === null ? undefined : (JSON.parse(text) as T);
};
const write = (name: string, value: unknown): void => sessionStorage.setItem(`doudi.place.${name}`, JSON.stringify(value));

/** Notes a row as the place; the number of the row stands in when the row itself is gone. */
export const rememberRow = (list: string, key: string, index: number): void => write(`row.${list}`, { key, index });

/** The row to be marked among those shown now: the one left, or what has moved into its place. -1 = none. */
export function placeAmong(list: string, keys: readonly string[]): number {
  const p = read<Place>(`row.${list}`);
  if (!p) return -1;
  const at = keys.indexOf(p.key);
  return at >= 0 ? at : Math.min(p.index, keys.length - 1);
}

export const rememberPages = (list: string, cursors: readonly string[]): void => write(`pages.${list}`, cursors);
export const pagesOf = (list: string): string[] => read<string[]>(`pages.${list}`) ?? [];

/** The filters of the work list as they were last set by this account: the menu leads back to them. */
export const rememberSearch = (account: string, search: object): void => write(`search.${account}`, search);
export const searchOf = <T extends object>(account: string): T => read<T>(`search.${account}`) ?? ({} as T);
