import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { sayDates } from '../lib/dates.ts';
import { zh } from './zh.ts';

export type TextKey = keyof typeof zh;
export type Locale = 'zh' | 'en';
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** English is loaded when somebody chooses it: most never do. */
const dictionaries: { readonly zh: Record<TextKey, string>; en?: Record<TextKey, string> } = { zh };
const STORED = 'doudi.locale';

/** The language chosen on this computer. */
export const storedLocale = (): Locale => (localStorage.getItem(STORED) === 'en' ? 'en' : 'zh');

/** Loads a language's texts, if they are not there yet. @throws where the server cannot be reached. */
export async function loadTexts(locale: Locale): Promise<void> {
  if (locale === 'en') dictionaries.en ??= (await import('./en.ts')).en;
}

interface LocaleState {
  readonly locale: Locale;
  readonly setLocale: (l: Locale) => void;
  readonly t: Translate;
}

const LocaleContext = createContext<LocaleState | null>(null);

/** `{name}` in a text stands for a value; a date among the values is said as this language says it. */
const fill = (text: string, values: Readonly<Record<string, string | number>>, locale: Locale): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => sayDates(String(values[name] ?? whole), locale));

export function LocaleProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [locale, show] = useState<Locale>(() => (dictionaries[storedLocale()] ? storedLocale() : 'zh'));
  // The screen changes once the texts are there, never half; where they cannot be had it stays as it is.
  const setLocale = useCallback((wanted: Locale): void => {
    // Kept at once: whoever reloads while the texts are on their way finds what they chose.
    const before = storedLocale();
    localStorage.setItem(STORED, wanted);
    void loadTexts(wanted).then(() => {
      if (storedLocale() === wanted) show(wanted);
    }, () => localStorage.setItem(STORED, before));
  }, []);
  useEffect(() => {
    document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
  }, [locale]);
  const t = useCallback<Translate>((key, values) => {
    // A key made from a word of the server may be newer than this page: the word itself is better than no page.
    const text: string | undefined = (dictionaries[locale] ?? zh)[key];
    return fill(text ?? key.slice(key.lastIndexOf('.') + 1), values ?? {}, locale);
  }, [locale]);
  const state = useMemo(() => ({ locale, setLocale, t }), [locale, setLocale, t]);
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
