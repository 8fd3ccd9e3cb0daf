import { listCheckpoints, makeCheckpoint, verifyLog } from '@doudi/core/api/audit';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useWhoMay } from '../../app/who.ts';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';

/** The chain verified now: 正常, or the places where it breaks; and the signed checkpoints. */
export function Chain(): ReactNode {
  const t = useT();
  const query = useCall(verifyLog, {}, { staleTime: 60_000 });
  return (
    <>
      <Section title={t('aud.tab.chain')} aside={<Button size="small" loading={query.isFetching} onClick={() => void query.refetch()}>{t('aud.verify')}</Button>}>
        {query.isFetching ? <p className="notice" role="status">{t('aud.verifying')}</p> : null}
        {query.isPending ? null : (
          <View query={query}>
            {(v) => (
              <>
                {v.ok ? <p><span className="verdict good">● {t('aud.ok')}</span> {t('aud.okText', { n: v.entries })}</p> : (
                  <div className="refusal" role="alert">
                    <p className="verdict bad">■ {t('aud.notOk')}</p>
                    <p>{t('aud.notOkText', { n: v.faultCount })}</p>
                    <DataTable caption={t('aud.fault')} rows={v.faults.map((f, i) => ({ ...f, id: String(i) }))} rowKey={(f) => f.id} empty={null} columns={[
                      { key: 'position', title: t('aud.position'), width: '7rem', align: 'right', render: (f) => f.position }, { key: 'kind', title: t('aud.faultKind'), width: '10rem', render: (f) => f.kind }, { key: 'text', title: t('aud.fault'), render: (f) => f.text },
                    ]} />
                    {v.faultCount > v.faults.length ? <p>{t('aud.more', { n: v.faults.length, all: v.faultCount })}</p> : null}
                  </div>
                )}
                <Facts items={[
                  [t('aud.entries'), v.entries], [t('aud.head'), <span key="h">{t('aud.headText', { n: v.head.position })} <code className="hash">{v.head.hash}</code></span>],
                  [t('aud.since'), v.sinceCheckpoint > 0 ? t('aud.sinceText', { n: v.sinceCheckpoint }) : '0'], [t('aud.time'), t('aud.seconds', { s: (v.milliseconds / 1000).toFixed(1) })], [t('aud.publicKey'), <code key="k" className="hash">{v.publicKey}</code>],
                ]} />
              </>
            )}
          </View>
        )}
      </Section>
      <Checkpoints />
    </>
  );
}

function Checkpoints(): ReactNode {
  const t = useT();
  const query = useCall(listCheckpoints, {});
  const why = useWhoMay()('audit.checkpoint');
  const sign = useSend(makeCheckpoint);
  const [made, setMade] = useState<number | null>(null);
  return (
    <Section title={t('aud.checkpoints')} aside={<ExplainedButton size="small" why={why} loading={sign.isPending} onClick={() => sign.mutate({ body: {} }, { onSuccess: (a) => setMade(a.made.length) })}>{t('aud.sign')}</ExplainedButton>}>
      {sign.isError ? <RefusalPanel problem={problemOf(sign.error)} /> : null}
      {made === null ? null : <p className="outcome" role="status">✓ {made > 0 ? t('aud.signed', { n: made }) : t('aud.signedNone')}</p>}
      <View query={query}>
        {({ items }) => (
          <DataTable caption={t('aud.checkpoints')} rows={items} rowKey={(c) => `${c.position}${c.at}`} empty={<p>{t('aud.noCheckpoints')}</p>} columns={[
            { key: 'position', title: t('aud.position'), width: '7rem', align: 'right', render: (c) => c.position }, { key: 'at', title: t('aud.at'), render: (c) => clockTime(c.at) },
            { key: 'hash', title: t('aud.hash'), render: (c) => <code className="hash" title={c.hash}>{c.hash}</code> }, { key: 'key', title: t('aud.key'), render: (c) => <code className="hash" title={c.keyId}>{c.keyId}</code> }, { key: 'signature', title: t('aud.signature'), render: (c) => <code className="hash" title={c.signature}>{c.signature}</code> },
          ]} />
        )}
      </View>
    </Section>
  );
}
