import { Link, Outlet, useRouterState, type ErrorComponentProps } from '@tanstack/react-router';
import type { Permission } from '@doudi/core/rights/permissions';
import { Drawer } from 'antd';
import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { problemOf } from '../api/client.ts';
import { useLocale, useT } from '../i18n/index.tsx';
import { RefusalPanel } from '../ui/RefusalPanel.tsx';
import { longDate } from '../lib/dates.ts';
import { IdleGuard } from './IdleGuard.tsx';
import { Menu } from './Menu.tsx';
import { missingFor } from './nav.ts';
import { PostSwitch } from './PostSwitch.tsx';
import { SearchBox } from './SearchBox.tsx';
import { useSession } from './session.tsx';
import { TrainingClock } from './TrainingClock.tsx';
import { useWhoMay } from './who.ts';

function Person(): ReactNode {
  const { locale, setLocale, t } = useLocale();
  const { session, signOut } = useSession();
  return (
    <div className="person">
      <PostSwitch />
      <span className="person-name">{session.name}</span>
      <Link to="/password">{t('shell.password')}</Link>
      <button type="button" className="link" lang={locale === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLocale(locale === 'zh' ? 'en' : 'zh')}>
        {locale === 'zh' ? 'English' : '中文'}
      </button>
      <button type="button" className="link" onClick={() => void signOut()}>
        {t('shell.logout')}
      </button>
    </div>
  );
}

/** Everything around the page: county, date, search, menu, who is at the desk. */
export function Shell(): ReactNode {
  const { locale, t } = useLocale();
  const { session, may } = useSession();
  const [menu, setMenu] = useState(false);
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (s) => s.location.pathname });
  useEffect(() => {
    setMenu(false);
    main.current?.focus({ preventScroll: true });
  }, [path]);
  const missing = missingFor(path, may);
  const today = (
    <span className="today">
      {t('shell.today')} {longDate(session.today, locale)}
    </span>
  );
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <header className="top">
        <button type="button" className="menu-button" aria-expanded={menu} onClick={() => setMenu(true)}>
          {t('shell.menu')}
        </button>
        <Link to="/" className="brand">
          <b>{t('shell.brand')}</b> <span>{session.county.name}</span>
        </Link>
        {may('search') ? <SearchBox /> : <span className="search-none" />}
        {session.mode === 'training' ? <TrainingClock /> : today}
        <div className="top-person">
          <Person />
        </div>
      </header>
      <nav className="side" aria-label={t('shell.menu')}>
        <Menu />
      </nav>
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense fallback={<p className="loading">{t('loading')}</p>}>
          {missing === undefined ? <Outlet /> : <Denied permission={missing} />}
        </Suspense>
      </main>
      <Drawer open={menu} onClose={() => setMenu(false)} placement="left" size={280} title={`${t('shell.brand')} ${session.county.name}`}>
        <Menu onGo={() => setMenu(false)} />
        <hr />
        <Person />
      </Drawer>
      <IdleGuard />
    </div>
  );
}

/** A page of another post, reached by its address: whose it is, and the way back. */
function Denied({ permission }: { readonly permission: Permission }): ReactNode {
  const t = useT();
  const why = useWhoMay()(permission);
  return (
    <div className="page">
      <h1>{t('denied.title')}</h1>
      <p role="alert">{why}</p>
      <p>
        <Link to="/">{t('notFound.home')}</Link>
      </p>
    </div>
  );
}

export function NotFound(): ReactNode {
  const t = useT();
  return (
    <div className="page">
      <h1>{t('notFound.title')}</h1>
      <p>
        <Link to="/">{t('notFound.home')}</Link>
      </p>
    </div>
  );
}

export function PageError({ error, reset }: ErrorComponentProps): ReactNode {
  const t = useT();
  return (
    <div className="page">
      <RefusalPanel problem={problemOf(error)} action={<button type="button" className="link" onClick={reset}>{t('retry')}</button>} />
    </div>
  );
}
