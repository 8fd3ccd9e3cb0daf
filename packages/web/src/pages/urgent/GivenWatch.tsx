import { watchGiven } from '@doudi/core/api/aid';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { Light } from '../../ui/Light.tsx';
import { Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { Recorded } from '../case/Aid.tsx';
import '../../styles/aid.css';

/** Cash and goods that somebody has to look at: disputed, unconfirmed, recorded late, without receipt. For the leader and the county; nothing where the post may not see it. */
export function GivenWatch({ empty = false }: { readonly empty?: boolean }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const query = useCall(watchGiven, {}, { enabled: may('aid.watch'), keep: true });
  if (!may('aid.watch')) return null;
  return (
    <View query={query}>
      {(page) => (page.items.length === 0 && !empty ? null : (
        <Section title={t('watch.title')} aside={page.items.length > 0 ? <span className="muted">{page.items.length}</span> : null}>
          <p className="muted">{t('watch.says')}</p>
          {page.items.length === 0 ? <p className="empty">{t('watch.none')}</p> : (
            <ul className="urgent-list">
              {page.items.map((g) => (
                <li key={`${g.case}${g.receipt}`}>
                  <span className="who"><Link to="/cases/$id" params={{ id: g.case }}>{g.applicant}</Link> <Money fen={g.fen} /> {t(`aidForm.${g.form}`)}</span>
                  <span className="clock-of">{g.why.map((w) => <b key={w} className="bad">■ {t(`watch.${w}`)} </b>)}{g.light ? <Light light={g.light.light} text={g.light.text} /> : null}</span>
                  <span className="wide"><Recorded at={g.at} recordedAt={g.recordedAt} />　<span className="muted">{g.unit} · {g.by} · {g.receipt}{g.waits.length > 0 ? ` · ${t('watch.waits', { who: g.waits.join('、') })}` : ''}</span></span>
                  {g.disputes.map((d) => <span key={d.by} className="wide">{d.by}：{d.words}</span>)}
                </li>
              ))}
            </ul>
          )}
        </Section>
      ))}
    </View>
  );
}
