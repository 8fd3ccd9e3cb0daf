import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import { hasText, type Locale, type TextKey, type Translate } from '../i18n/index.tsx';

/** The record is kept in Chinese and the server says its short words in Chinese. These are said again in English where a clerk reads in English. */

const POSTS = new Map(Object.entries(ANY_POST_LABELS).map(([post, label]): [string, AnyPost] => [label, post as AnyPost]));

/** `经办人员` → `handling officer`. */
export const postWord = (label: string, locale: Locale, t: Translate): string => {
  const post = POSTS.get(label);
  return locale === 'en' && post ? t(`office.post.${post}`) : label;
};

/** Names of posts in one line. */
export const postWords = (labels: readonly string[], locale: Locale, t: Translate): string => labels.map((l) => postWord(l, locale, t)).join(locale === 'en' ? ', ' : '、');

/** A plan may name its steps, and the server a state, in its own Chinese words; in English the general name under `key` is shown. */
export const wordFor = (key: string, text: string, locale: Locale, t: Translate): string => (locale === 'en' && hasText(key) ? t(key as TextKey) : text);

/** `超期 2 个工作日` → `2 working days late`; what is not of this kind stays. */
export function lightWord(text: string, locale: Locale, t: Translate): string {
  if (locale !== 'en') return text;
  if (text === '今天到期') return t('light.today');
  if (text === '已超期') return t('light.red');
  const m = /^(超期|还剩) (\d+) 个工作日$/.exec(text);
  return m ? t(m[1] === '超期' ? 'light.late' : 'light.left', { n: m[2] ?? '' }) : text;
}
