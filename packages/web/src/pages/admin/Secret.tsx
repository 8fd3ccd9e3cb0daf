import { Button } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';

/** Something shown once: it leaves the page when the user says so, and with the page. */
export function Secret({ text, secret, uri, onSeen }: { readonly text: string; readonly secret: string; readonly uri?: string | undefined; readonly onSeen: () => void }): ReactNode {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div className="confirm-box" role="alert" tabIndex={-1} ref={box}>
      <p>{text}</p>
      <p><code className="secret mono">{secret}</code></p>
      {uri ? <p><small className="muted">{t('adm.uri')}</small><br /><code className="hash">{uri}</code></p> : null}
      <p><Button onClick={onSeen}>{t('adm.seen')}</Button></p>
    </div>
  );
}
