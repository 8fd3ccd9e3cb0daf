import { useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useT } from '../i18n/index.tsx';
import { SESSION_KEY, useSession } from './session.tsx';

const WARN_SECONDS = 60;
/** While someone is typing, the server hears of it at least this often. */
const PING_MS = 4 * 60_000;
/** Shared by all tabs: work in one keeps the others. */
const STORED = 'doudi.active';

/** Ends the session of a desk that nobody sits at, after a minute's warning. */
export function IdleGuard(): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const { session, signOut } = useSession();
  const [left, setLeft] = useState<number | null>(null);
  const pinged = useRef(Date.now());
  const limit = session.idleMinutes * 60;
  useEffect(() => {
    const mark = (): void => localStorage.setItem(STORED, String(Date.now()));
    mark();
    let last = 0;
    const active = (): void => {
      // Once the warning stands only its button counts: a cat on the keyboard is no clerk.
      if (document.querySelector('.idle-warning') || Date.now() - last < 5000) return;
      last = Date.now();
      mark();
    };
    const tick = (): void => {
      const since = (Date.now() - Number(localStorage.getItem(STORED) ?? Date.now())) / 1000;
      const remaining = Math.ceil(limit - since);
      setLeft(remaining <= WARN_SECONDS ? remaining : null);
      if (remaining <= 0) void signOut(true);
      else if (since < 60 && Date.now() - pinged.current > PING_MS) {
        pinged.current = Date.now();
        void client.refetchQueries({ queryKey: SESSION_KEY });
      }
    };
    const timer = setInterval(tick, 1000);
    window.addEventListener('pointerdown', active);
    window.addEventListener('keydown', active);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pointerdown', active);
      window.removeEventListener('keydown', active);
    };
  }, [limit, signOut, client]);
  return (
    <Modal open={left !== null && left > 0} className="idle-warning" title={t('idle.title')} closable={false} footer={
      <Button type="primary" autoFocus onClick={() => {
        localStorage.setItem(STORED, String(Date.now()));
        setLeft(null);
        void client.refetchQueries({ queryKey: SESSION_KEY });
      }}>
        {t('idle.stay')}
      </Button>
    }>
      <p>{t('idle.text', { s: left ?? 0 })}</p>
    </Modal>
  );
}
