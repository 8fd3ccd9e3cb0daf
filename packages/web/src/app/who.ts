import { PERMISSIONS, type Permission } from '@doudi/core/rights/permissions';
import { useT } from '../i18n/index.tsx';
import { useSession } from './session.tsx';

/** Why the one at the desk may not do something, naming the posts that may; undefined = may. */
export function useWhoMay(): (permission: Permission) => string | undefined {
  const t = useT();
  const { may } = useSession();
  return (permission) => (may(permission) ? undefined : t('office.only', { posts: PERMISSIONS[permission].map((p) => t(`office.post.${p}`)).join('、') }));
}
