import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { sayDates } from '../lib/dates.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

export type TextKey = keyof typeof zh;
export type Locale = 'zh' | 'en';
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const DICTIONARIES: Record<Locale, Record<TextKey, string>> = { zh, en };
const STORED = 'doudi.locale';

interface LocaleState {
  readonly locale: Locale;
  readonly setLocale: (l: Locale) => void;
  readonly t: Translate;
}

const LocaleContext = createContext<LocaleState | null>(null);

/** `{name}` in a text stands for a value; a date among the values is said as this language says it. */
const fill = (text: string, values: Readonly<Record<string, string | number>>, locale: Locale): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => sayDates(String(values[name] ?? whole), locale));

export function LocaleProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [locale, setLocale] = useState<Locale>(() => (localStorage.getItem(STORED) === 'en' ? 'en' : 'zh'));
  useEffect(() => {
    localStorage.setItem(STORED, locale);
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
  }, [locale]);
  const t = useCallback<Translate>((key, values) => {
    // A key made from a word of the server may be newer than this page: the word itself is better than no page.
    const text: string | undefined = DICTIONARIES[locale][key];
    return fill(text ?? key.slice(key.lastIndexOf('.') + 1), values ?? {}, locale);
  }, [locale]);
  const state = useMemo(() => ({ locale, setLocale, t }), [locale, t]);
  return <LocaleContext value={state}>{children}</LocaleContext>;
}

export function useLocale(): LocaleState {
  const state = use(LocaleContext);
  if (!state) throw new Error('LocaleProvider is missing');
  return state;
}

export const useT = (): Translate => useLocale().t;

/** Whether a key exists: for codes that come from the server and may be newer than this page. */
export const hasText = (key: string): key is TextKey => Object.hasOwn(zh, key);
