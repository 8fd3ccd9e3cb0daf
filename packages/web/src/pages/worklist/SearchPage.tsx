import { useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { searchCases } from '@doudi/core/api/cases';
import { useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { call } from '../../api/client.ts';
import { useSession } from '../../app/session.tsx';
import { hasText, useLocale } from '../../i18n/index.tsx';
import { askedFor } from '../../lib/search.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { View } from '../../ui/View.tsx';
import { caseColumns } from './columns.tsx';

/** What the search found; every search is logged, so it is not repeated by itself. */
export function SearchPage(): ReactNode {
  const { locale, t } = useLocale();
  const navigate = useNavigate();
  const { session } = useSession();
  const asked = useSyncExternalStore(askedFor.subscribe, askedFor.now);
  const query = useQuery({
    queryKey: ['search', asked?.n],
    queryFn: async () => await call(searchCases, { body: { value: asked?.value ?? '' } }, { key: null }),
    enabled: asked !== null,
    staleTime: Infinity,
  });
  const columns = useMemo(() => caseColumns(t, session, locale), [t, session, locale]);
  return (
    <div className="page">
      <h1>{t('search.title')}</h1>
      {asked === null ? (
        <p>{t('search.none')}</p>
      ) : (
        <View query={query}>
          {(found) => (
            <>
              <p>{t('search.by', { kind: hasText(`search.kind.${found.kind}`) ? t(`search.kind.${found.kind}`) : found.kind, n: found.items.length })}</p>
              <DataTable caption={t('search.title')} columns={columns} rows={found.items} rowKey={(r) => `${r.id}${r.nextStep ?? ''}`} place={`search.${asked.n}`} onOpen={(r) => void navigate({ to: '/cases/$id', params: { id: r.id } })} empty={<p>{t('search.empty')}</p>} />
            </>
          )}
        </View>
      )}
    </div>
  );
}
