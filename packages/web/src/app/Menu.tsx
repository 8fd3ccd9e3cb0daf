import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect, useId, useState, type ReactNode } from 'react';
import { useT } from '../i18n/index.tsx';
import { searchOf } from '../lib/place.ts';
import { isUnder, sectionsOf, type NavEntry, type NavSection } from './nav.ts';
import type { WorklistSearch } from './routes.tsx';
import { useSession } from './session.tsx';

const stored = (account: string): string => `doudi.menu.${account}`;
const readOpen = (account: string): ReadonlySet<string> => new Set((localStorage.getItem(stored(account)) ?? '').split(',').filter(Boolean));

function Entry({ entry, onGo }: { readonly entry: NavEntry; readonly onGo?: (() => void) | undefined }): ReactNode {
  const t = useT();
  const { session } = useSession();
  return (
    <li>
      <Link to={entry.to} {...(entry.to === '/' ? { search: searchOf<Partial<WorklistSearch>>(session.account) } : {})} activeOptions={{ exact: entry.to === '/' || entry.to === '/cases', includeSearch: false }} activeProps={{ className: 'active', 'aria-current': 'page' }} {...(onGo ? { onClick: onGo } : {})}>
        {t(entry.label)}
      </Link>
    </li>
  );
}

function Group({ section, open, onToggle, onGo }: { readonly section: NavSection; readonly open: boolean; readonly onToggle: () => void; readonly onGo?: (() => void) | undefined }): ReactNode {
  const t = useT();
  const id = useId();
  return (
    <li className="menu-group">
      <button type="button" aria-expanded={open} aria-controls={id} onClick={onToggle}>
        {t(`nav.group.${section.group}`)}
      </button>
      <ul id={id} hidden={!open}>
        {section.entries.map((n) => <Entry key={n.to} entry={n} onGo={onGo} />)}
      </ul>
    </li>
  );
}

/**
 * The menu: what is used all day, then groups to unfold. Which groups stand open is remembered for the account on this
 * computer; the group of the page one is on is open as well, unless it was folded by hand.
 */
export function Menu({ onGo }: { readonly onGo?: () => void }): ReactNode {
  const { may, session } = useSession();
  const path = useRouterState({ select: (s) => s.location.pathname });
  const sections = sectionsOf(may);
  const here = sections.find((s) => s.entries.some((n) => isUnder(path, n.to)))?.group;
  const [open, setOpen] = useState(() => readOpen(session.account));
  const [folded, setFolded] = useState(false);
  useEffect(() => setFolded(false), [here]);
  useEffect(() => setOpen(readOpen(session.account)), [session.account]);
  const shown = (s: NavSection): boolean => open.has(s.group) || (s.group === here && !folded);
  const toggle = (s: NavSection): void => {
    const now = new Set(open);
    if (shown(s)) now.delete(s.group);
    else now.add(s.group);
    if (s.group === here) setFolded(shown(s));
    setOpen(now);
    localStorage.setItem(stored(session.account), [...now].join(','));
  };
  return (
    <ul className="menu">
      {sections.map((s) => (s.folds ? <Group key={s.group} section={s} open={shown(s)} onToggle={() => toggle(s)} onGo={onGo} /> : s.entries.map((n) => <Entry key={n.to} entry={n} onGo={onGo} />)))}
    </ul>
  );
}
