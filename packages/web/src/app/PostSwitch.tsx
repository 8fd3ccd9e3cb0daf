import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { switchPost } from '@doudi/core/api/session';
import type { ReactNode } from 'react';
import { call } from '../api/client.ts';
import { useLocale } from '../i18n/index.tsx';
import { postWord } from '../lib/said.ts';
import { LANDING } from './nav.ts';
import { seat, useSession } from './session.tsx';

/** The post one acts at; a choice when the account holds several. */
export function PostSwitch(): ReactNode {
  const { locale, t } = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { session } = useSession();
  const text = `${session.unit.name} · ${postWord(session.postText, locale, t)}`;
  if (session.posts.length < 2) return <span className="post">{text}</span>;
  const at = session.posts.findIndex((p) => p.post === session.post && p.unit === session.unit.key);
  return (
    <select className="input post" aria-label={t('shell.post')} value={at} onChange={(e) => {
      const to = session.posts[Number(e.target.value)];
      if (!to) return;
      void call(switchPost, { body: { post: to.post, unit: to.unit } }).then(async (s) => {
        // Another post sees other cases: nothing of the former may stay on screen.
        await navigate({ to: LANDING[to.post] });
        await seat(client, s);
      });
    }}>
      {session.posts.map((p, i) => (
        <option key={`${p.post}${p.unit}`} value={i}>
          {p.unitName} · {postWord(p.postText, locale, t)}
        </option>
      ))}
    </select>
  );
}
