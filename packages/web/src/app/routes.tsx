import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import * as z from 'zod';
import { NotFound, PageError, Shell } from './Shell.tsx';

/**
 * The route table. A page is a folder in `src/pages`, loaded when it is first opened; its search parameters are checked
 * here so that a link cannot carry nonsense. To add a page: one `createRoute`, its name in `routeTree`, one line in nav.ts.
 */
const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: PageError });

const worklistSearch = z.object({
  tab: z.enum(['todo', 'doing', 'done']).default('todo').catch('todo'),
  programme: z.string().optional().catch(undefined),
  unit: z.string().optional().catch(undefined),
  step: z.string().optional().catch(undefined),
});
export type WorklistSearch = z.output<typeof worklistSearch>;

const worklist = createRoute({ getParentRoute: () => root, path: '/', validateSearch: (s): Partial<WorklistSearch> => worklistSearch.parse(s), component: lazyRouteComponent(() => import('../pages/worklist/WorklistPage.tsx'), 'WorklistPage') });
const searchResults = createRoute({ getParentRoute: () => root, path: '/search', component: lazyRouteComponent(() => import('../pages/worklist/SearchPage.tsx'), 'SearchPage') });
const caseFile = createRoute({ getParentRoute: () => root, path: '/cases/$id', component: lazyRouteComponent(() => import('../pages/case/CasePage.tsx'), 'CasePage') });
const intake = createRoute({ getParentRoute: () => root, path: '/intake', validateSearch: (s): { draft?: string } => z.object({ draft: z.string().max(60).optional().catch(undefined) }).parse(s) as { draft?: string }, component: lazyRouteComponent(() => import('../pages/intake/IntakePage.tsx'), 'IntakePage') });
const household = createRoute({ getParentRoute: () => root, path: '/households/$person', component: lazyRouteComponent(() => import('../pages/household/HouseholdPage.tsx'), 'HouseholdPage') });
const password = createRoute({ getParentRoute: () => root, path: '/password', component: lazyRouteComponent(() => import('../pages/password/PasswordPage.tsx'), 'PasswordPage') });

const routeTree = root.addChildren([worklist, searchResults, caseFile, intake, household, password]);

export const router = createRouter({ routeTree, defaultPreload: false, scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
